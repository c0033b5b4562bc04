import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { AuditEntry } from "@visoli/contract/audit";
import { ScrollText } from "lucide-react";
import { Entry } from "../features/audit-log/entry.tsx";
import { ExportMenu } from "../features/audit-log/export-menu.tsx";
import { AuditFilters } from "../features/audit-log/filters.tsx";
import { MESSAGES } from "../features/audit-log/messages.ts";
import { type AuditSearch, auditFilter } from "../features/audit-log/search.ts";
import { visoli } from "../lib/api.ts";
import { useHere } from "../lib/me.ts";
import { useMessages } from "../lib/messages.ts";
import { useDebounced } from "../lib/use-debounced.ts";
import { usePages } from "../lib/use-pages.ts";
import { Alert } from "../ui/alert.tsx";
import { useUiMessages } from "../ui/messages.ts";
import { More } from "../ui/more.tsx";
import { Card, Page } from "../ui/page.tsx";
import { EmptyState, ErrorState, SkeletonRows } from "../ui/states.tsx";

const route = getRouteApi("/audit-log");
const REST_MS = 300;

export function AuditLogPage() {
  const t = useMessages(MESSAGES);
  const ui = useUiMessages();
  const { may } = useHere();
  const { w: _, ...search } = route.useSearch();
  const navigate = route.useNavigate();
  if (!may("audit:read")) return <Page title={t("title")}>{<Alert>{ui("noAccess")}</Alert>}</Page>;
  const change = (next: AuditSearch) => void navigate({ search: next, replace: true });
  return (
    <Page title={t("title")} description={<Description />} actions={<ExportMenu search={search} />}>
      <AuditFilters search={search} onChange={change} />
      <Entries search={search} onSubject={(subject) => change({ ...search, subject })} />
    </Page>
  );
}

function Description() {
  const t = useMessages(MESSAGES);
  const { may } = useHere();
  const { data: usage } = useQuery({
    queryKey: ["usage"],
    queryFn: ({ signal }) => visoli.usage.get({ signal }),
    enabled: may("usage:read"),
  });
  const days = usage?.auditDays;
  return days ? `${t("description")} ${t("keptDays", { count: days })}` : t("description");
}

type Props = { search: AuditSearch; onSubject(id: string): void };

function Entries({ search, onSubject }: Props) {
  const t = useMessages(MESSAGES);
  // An id is asked for once it is typed.
  const filter = useDebounced(JSON.stringify(auditFilter(search)), REST_MS);
  const log = usePages<AuditEntry>(["audit-log", filter], (cursor, signal) =>
    visoli.auditLog.list({ ...JSON.parse(filter), limit: 50, ...(cursor && { cursor }) }, { signal }),
  );
  if (log.isLoading) return <SkeletonRows rows={8} />;
  if (log.error) return <ErrorState error={log.error} onRetry={log.retry} />;
  if (log.items.length === 0) {
    const isFiltered = Object.keys(search).length > 0;
    return (
      <EmptyState icon={<ScrollText size={22} />} title={t(isFiltered ? "nothing" : "empty")}>
        {!isFiltered && t("emptyMore")}
      </EmptyState>
    );
  }
  return (
    <Card isFlush>
      <ol aria-label={t("title")} className="divide-y divide-line">
        {log.items.map((entry) => (
          <Entry key={entry.id} entry={entry} onSubject={onSubject} />
        ))}
      </ol>
      <More pages={log} />
    </Card>
  );
}
