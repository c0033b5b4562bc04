import type { Domain } from "@visoli/contract/domain";
import { useFormat } from "../../lib/format.ts";
import { useMessages } from "../../lib/messages.ts";
import { Badge } from "../../ui/badge.tsx";
import { type Column, Table } from "../../ui/table.tsx";
import { MESSAGES } from "./messages.ts";

export function DomainTable({ domains, onOpen }: { domains: Domain[]; onOpen(domain: Domain): void }) {
  const t = useMessages(MESSAGES);
  const { date } = useFormat();
  const columns: Column<Domain>[] = [
    {
      id: "host",
      head: t("host"),
      cell: (domain) => (
        <button
          type="button"
          title={t("open", { host: domain.host })}
          className="block max-w-64 truncate font-medium hover:underline"
          onClick={() => onOpen(domain)}
        >
          {domain.host}
        </button>
      ),
    },
    { id: "state", head: t("state"), cell: (domain) => <DomainState domain={domain} /> },
    {
      id: "root",
      head: t("root"),
      cell: ({ rootUrl }) => <span className="block max-w-72 truncate text-soft">{rootUrl ?? "–"}</span>,
      isExtra: true,
    },
    {
      id: "added",
      head: t("added"),
      cell: ({ createdAt }) => date(createdAt),
      isNumber: true,
      isExtra: true,
    },
  ];
  return <Table label={t("title")} columns={columns} rows={domains} keyOf={({ id }) => id} onOpen={onOpen} />;
}

export function DomainState({ domain: { verified, verification } }: { domain: Domain }) {
  const t = useMessages(MESSAGES);
  const { date } = useFormat();
  if (!verified) return <Badge look="warn">{t("waiting")}</Badge>;
  if (verification.missingSince)
    return <Badge look="alarm">{t("missing", { date: date(verification.missingSince) })}</Badge>;
  return <Badge look="good">{t("verified")}</Badge>;
}
