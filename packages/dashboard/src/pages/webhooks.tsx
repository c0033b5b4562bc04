import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Plus, Webhook } from "lucide-react";
import { MESSAGES } from "../features/webhooks/messages.ts";
import { webhooksQuery } from "../features/webhooks/query.ts";
import { NewWebhook } from "../features/webhooks/webhook-panel.tsx";
import { WebhookTable } from "../features/webhooks/webhook-table.tsx";
import { useHere } from "../lib/me.ts";
import { useMessages } from "../lib/messages.ts";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { useUiMessages } from "../ui/messages.ts";
import { Card, Page } from "../ui/page.tsx";
import { EmptyState, ErrorState, SkeletonRows } from "../ui/states.tsx";

const route = getRouteApi("/webhooks");

export function WebhooksPage() {
  const t = useMessages(MESSAGES);
  const ui = useUiMessages();
  const { may } = useHere();
  const { panel } = route.useSearch();
  const navigate = route.useNavigate();
  if (!may("webhooks:read")) return <Page title={t("title")}>{<Alert>{ui("noAccess")}</Alert>}</Page>;
  const add = may("webhooks:write") && (
    <Button look="primary" onClick={() => void navigate({ search: { panel: "new" } })}>
      <Plus size={16} />
      {t("add")}
    </Button>
  );
  return (
    <Page title={t("title")} description={t("description")} actions={add}>
      <Webhooks />
      {panel === "new" && <NewWebhook onClose={() => void navigate({ search: {} })} />}
    </Page>
  );
}

function Webhooks() {
  const t = useMessages(MESSAGES);
  const { data, error, refetch } = useQuery(webhooksQuery);
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={3} />;
  if (data.length === 0)
    return (
      <EmptyState icon={<Webhook size={22} />} title={t("empty")}>
        {t("emptyMore")}
      </EmptyState>
    );
  return (
    <Card isFlush>
      <WebhookTable webhooks={data} />
    </Card>
  );
}
