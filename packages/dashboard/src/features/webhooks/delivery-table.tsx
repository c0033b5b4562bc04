import type { Delivery } from "@visoli/contract/webhook";
import { useFormat } from "../../lib/format.ts";
import { useMessages } from "../../lib/messages.ts";
import { Badge, type BadgeLook } from "../../ui/badge.tsx";
import { type Column, Table } from "../../ui/table.tsx";
import { MESSAGES } from "./messages.ts";

export const STATE_LOOKS: Record<Delivery["state"], BadgeLook> = {
  pending: "warn",
  delivered: "good",
  failed: "alarm",
};

export function DeliveryTable({ deliveries, onOpen }: { deliveries: Delivery[]; onOpen(id: string): void }) {
  const t = useMessages(MESSAGES);
  const { time, relative } = useFormat();
  const columns: Column<Delivery>[] = [
    {
      id: "state",
      head: t("state"),
      cell: ({ state }) => <Badge look={STATE_LOOKS[state]}>{t(`state_${state}`)}</Badge>,
    },
    {
      id: "event",
      head: t("event"),
      cell: ({ id, type }) => (
        <button
          type="button"
          aria-label={t("openDelivery", { event: type })}
          className="font-mono text-[0.8125rem] hover:underline"
          onClick={() => onOpen(id)}
        >
          {type}
        </button>
      ),
    },
    {
      id: "answer",
      head: t("answer"),
      cell: ({ lastStatus, lastError, attemptCount }) => (
        <span className="block max-w-72 truncate text-soft" title={lastError ?? undefined}>
          {[lastStatus ?? lastError, attemptCount > 1 && t("attempts", { count: attemptCount })]
            .filter(Boolean)
            .join(" · ")}
        </span>
      ),
      isExtra: true,
    },
    {
      id: "time",
      head: t("time"),
      cell: ({ createdAt }) => (
        <time dateTime={createdAt} title={time(createdAt)}>
          {relative(createdAt)}
        </time>
      ),
      isNumber: true,
    },
  ];
  return (
    <Table
      label={t("deliveries")}
      columns={columns}
      rows={deliveries}
      keyOf={({ id }) => id}
      onOpen={({ id }) => onOpen(id)}
    />
  );
}
