import { getRouteApi } from "@tanstack/react-router";
import { FolderList } from "../features/folders/folder-list.tsx";
import { MESSAGES } from "../features/folders/messages.ts";
import { MESSAGES as TEMPLATE_MESSAGES } from "../features/templates/messages.ts";
import { TemplateList } from "../features/templates/template-list.tsx";
import { useHere } from "../lib/me.ts";
import { useMessages } from "../lib/messages.ts";
import { Alert } from "../ui/alert.tsx";
import { useUiMessages } from "../ui/messages.ts";
import { Page } from "../ui/page.tsx";
import { Tabs } from "../ui/tabs.tsx";

const route = getRouteApi("/folders");

export function FoldersPage() {
  const t = useMessages(MESSAGES);
  const say = useMessages(TEMPLATE_MESSAGES);
  const ui = useUiMessages();
  const { may } = useHere();
  const { tab = "folders" } = route.useSearch();
  const navigate = route.useNavigate();
  if (!may("links:read")) return <Page title={t("title")}>{<Alert>{ui("noAccess")}</Alert>}</Page>;
  return (
    <Page title={t("title")}>
      <Tabs
        label={t("title")}
        chosen={tab}
        onChoose={(id) => void navigate({ search: id === "templates" ? { tab: id } : {}, replace: true })}
        tabs={[
          { id: "folders", label: t("folders"), content: <FolderList /> },
          { id: "templates", label: say("templates"), content: <TemplateList /> },
        ]}
      />
    </Page>
  );
}
