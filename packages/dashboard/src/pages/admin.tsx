import { getRouteApi, Link } from "@tanstack/react-router";
import { ShieldCheck } from "lucide-react";
import { BlockLink } from "../features/admin/block-link.tsx";
import { Destinations } from "../features/admin/destinations.tsx";
import { Health } from "../features/admin/health.tsx";
import { MESSAGES } from "../features/admin/messages.ts";
import { Reports } from "../features/admin/reports.tsx";
import { type AdminSearch, TABS } from "../features/admin/search.ts";
import { Workspaces } from "../features/admin/workspaces.tsx";
import { useHere } from "../lib/me.ts";
import { useMessages } from "../lib/messages.ts";
import { Alert } from "../ui/alert.tsx";
import { buttonClass } from "../ui/button.tsx";
import { Page } from "../ui/page.tsx";
import { EmptyState } from "../ui/states.tsx";
import { Tabs } from "../ui/tabs.tsx";

const route = getRouteApi("/admin");

export function AdminPage() {
  const t = useMessages(MESSAGES);
  const { may, person } = useHere();
  return (
    <Page title={t("title")} description={t("description")}>
      {!person.isInstanceAdmin && <Alert>{t("nobody")}</Alert>}
      {person.isInstanceAdmin && (may("instance:admin") ? <Instance /> : <FactorFirst />)}
    </Page>
  );
}

function FactorFirst() {
  const t = useMessages(MESSAGES);
  return (
    <EmptyState
      icon={<ShieldCheck size={22} />}
      title={t("factorTitle")}
      action={
        <Link to="/settings/security" search={{}} className={buttonClass("primary")}>
          {t("factorAction")}
        </Link>
      }
    >
      {t("factorText")}
    </EmptyState>
  );
}

function Instance() {
  const t = useMessages(MESSAGES);
  const { tab = "reports", state = "open", q = "" } = route.useSearch();
  const navigate = route.useNavigate();
  const change = (search: AdminSearch) => void navigate({ search, replace: true });
  const content = {
    reports: <Reports state={state} onState={(next) => change({ state: next })} />,
    links: (
      <div className="grid gap-5">
        <BlockLink />
        <Destinations />
      </div>
    ),
    workspaces: (
      <Workspaces search={q} onSearch={(next) => change({ tab: "workspaces", ...(next && { q: next }) })} />
    ),
    health: <Health />,
  };
  return (
    <Tabs
      label={t("title")}
      chosen={tab}
      onChoose={(id) => change({ tab: id as (typeof TABS)[number] })}
      tabs={TABS.map((id) => ({ id, label: t(`tab_${id}`), content: content[id] }))}
    />
  );
}
