import { Link } from "@tanstack/react-router";
import type { Webhook } from "@visoli/contract/webhook";
import { useFormat } from "../../lib/format.ts";
import { useMessages } from "../../lib/messages.ts";
import { Badge } from "../../ui/badge.tsx";
import { type Column, Table } from "../../ui/table.tsx";
import { CLICKED } from "./events.ts";
import { MESSAGES } from "./messages.ts";

export function WebhookTable({ webhooks }: { webhooks: Webhook[] }) {
  const t = useMessages(MESSAGES);
  const { date } = useFormat();
  const columns: Column<Webhook>[] = [
    {
      id: "url",
      head: t("url"),
      cell: ({ id, url, description }) => (
        <div className="grid max-w-56 md:max-w-md">
          <Link
            to="/webhooks/$webhookId"
            params={{ webhookId: id }}
            search={{}}
            title={t("open", { url })}
            className="truncate font-medium hover:underline"
          >
            {url}
          </Link>
          {description && <span className="truncate text-[0.8125rem] text-soft">{description}</span>}
        </div>
      ),
    },
    { id: "events", head: t("events"), cell: (webhook) => <Events webhook={webhook} />, isExtra: true },
    { id: "state", head: t("state"), cell: (webhook) => <WebhookState webhook={webhook} /> },
    { id: "made", head: t("made"), cell: ({ createdAt }) => date(createdAt), isNumber: true, isExtra: true },
  ];
  return <Table label={t("title")} columns={columns} rows={webhooks} keyOf={({ id }) => id} />;
}

function Events({ webhook: { events } }: { webhook: Webhook }) {
  const t = useMessages(MESSAGES);
  if (!events.includes("*"))
    return <span title={events.join(", ")}>{t("eventCount", { count: events.length })}</span>;
  return [t("allEvents"), events.includes(CLICKED) && t("withClicks")].filter(Boolean).join(" ");
}

export function WebhookState({ webhook: { enabled, disabledReason, failingSince } }: { webhook: Webhook }) {
  const t = useMessages(MESSAGES);
  const { date } = useFormat();
  if (!enabled)
    return (
      <Badge look={disabledReason ? "alarm" : "plain"}>
        {t(disabledReason ? `off_${disabledReason}` : "off")}
      </Badge>
    );
  if (failingSince) return <Badge look="warn">{t("failing", { date: date(failingSince) })}</Badge>;
  return <Badge look="good">{t("on")}</Badge>;
}
