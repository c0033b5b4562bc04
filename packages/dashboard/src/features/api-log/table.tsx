import type { LoggedRequest } from "@visoli/contract/api-log";
import { useFormat } from "../../lib/format.ts";
import { useMessages } from "../../lib/messages.ts";
import { Badge, type BadgeLook } from "../../ui/badge.tsx";
import { type Column, Table } from "../../ui/table.tsx";
import { MESSAGES } from "./messages.ts";

export function lookOf(status: number): BadgeLook {
  if (status < 400) return "good";
  return status < 500 ? "warn" : "alarm";
}

type Props = { requests: LoggedRequest[]; names: Map<string, string>; onOpen(request: LoggedRequest): void };

export function ApiLogTable({ requests, names, onOpen }: Props) {
  const t = useMessages(MESSAGES);
  const { time, number } = useFormat();
  const columns: Column<LoggedRequest>[] = [
    {
      id: "status",
      head: t("status"),
      cell: ({ status }) => <Badge look={lookOf(status)}>{status}</Badge>,
    },
    {
      id: "route",
      head: t("route"),
      cell: (request) => (
        <button
          type="button"
          aria-label={t("open", { route: `${request.method} ${request.route}` })}
          className="flex max-w-56 items-baseline gap-2 truncate font-mono text-[0.8125rem] hover:underline md:max-w-md"
          onClick={() => onOpen(request)}
        >
          <span className="w-12 shrink-0 text-left text-soft">{request.method}</span>
          <span className="truncate">{request.route}</span>
        </button>
      ),
    },
    {
      id: "actor",
      head: t("actor"),
      cell: ({ actor }) => <span className="block max-w-40 truncate">{names.get(actor) ?? actor}</span>,
      isExtra: true,
    },
    {
      id: "taken",
      head: t("taken"),
      cell: ({ durationMs }) => t("milliseconds", { count: number(Math.round(durationMs * 10) / 10) }),
      isNumber: true,
      isExtra: true,
    },
    {
      id: "time",
      head: t("time"),
      cell: ({ at }) => <time dateTime={at}>{time(at)}</time>,
      isNumber: true,
    },
  ];
  return (
    <Table
      label={t("title")}
      columns={columns}
      rows={requests}
      keyOf={({ requestId }) => requestId}
      onOpen={onOpen}
    />
  );
}
