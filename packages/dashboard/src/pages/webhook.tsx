import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { VisoliError } from "@visoli/sdk";
import { ArrowLeft } from "lucide-react";
import { Deliveries } from "../features/webhooks/deliveries.tsx";
import { DeliveryPanel } from "../features/webhooks/delivery-panel.tsx";
import { MESSAGES } from "../features/webhooks/messages.ts";
import { webhookQuery } from "../features/webhooks/query.ts";
import type { DeliveriesSearch } from "../features/webhooks/search.ts";
import { WebhookActions } from "../features/webhooks/webhook-actions.tsx";
import { WebhookState } from "../features/webhooks/webhook-table.tsx";
import { useHere } from "../lib/me.ts";
import { useMessages } from "../lib/messages.ts";
import { Page } from "../ui/page.tsx";
import { ErrorState, SkeletonRows } from "../ui/states.tsx";

const route = getRouteApi("/webhooks/$webhookId");

export function WebhookPage() {
  const t = useMessages(MESSAGES);
  const { may } = useHere();
  const { webhookId } = route.useParams();
  const { w: _, ...search } = route.useSearch();
  const navigate = route.useNavigate();
  const { data, error, refetch } = useQuery(webhookQuery(webhookId));
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Page title={t("title")}>{<SkeletonRows />}</Page>;
  const webhook = data.value;
  const change = (next: DeliveriesSearch) => void navigate({ search: next });
  const { delivery, ...filters } = search;
  return (
    <Page
      title={webhook.url}
      description={
        <span className="flex flex-wrap items-center gap-2">
          <WebhookState webhook={webhook} />
          {webhook.description}
        </span>
      }
      actions={
        may("webhooks:write") && (
          <WebhookActions webhook={webhook} onGone={() => void navigate({ to: "/webhooks", search: {} })} />
        )
      }
    >
      <Back />
      <Deliveries webhook={webhookId} search={search} onChange={change} />
      {delivery && <DeliveryPanel webhook={webhookId} id={delivery} onClose={() => change(filters)} />}
    </Page>
  );
}

function Failure({ error, onRetry }: { error: unknown; onRetry(): void }) {
  const t = useMessages(MESSAGES);
  const isMissing = error instanceof VisoliError && error.status === 404;
  return (
    <Page title={isMissing ? t("missing") : t("title")}>
      <Back />
      {!isMissing && <ErrorState error={error} onRetry={onRetry} />}
    </Page>
  );
}

function Back() {
  const t = useMessages(MESSAGES);
  return (
    <Link to="/webhooks" search={{}} className="flex items-center gap-1.5 text-soft hover:text-ink">
      <ArrowLeft size={15} />
      {t("back")}
    </Link>
  );
}
