import type { Report } from "@visoli/contract/report";
import { Flag } from "lucide-react";
import { visoli } from "../../lib/api.ts";
import { useMessages } from "../../lib/messages.ts";
import { usePages } from "../../lib/use-pages.ts";
import { More } from "../../ui/more.tsx";
import { Card } from "../../ui/page.tsx";
import { EmptyState, ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { Segments } from "../../ui/tabs.tsx";
import { MESSAGES } from "./messages.ts";
import { ReportRow } from "./report-row.tsx";
import { REPORT_STATES } from "./search.ts";

type Props = { state: Report["state"]; onState(state: Report["state"]): void };

/** What people complained of. */
export function Reports({ state, onState }: Props) {
  const t = useMessages(MESSAGES);
  return (
    <div className="grid justify-items-start gap-4 *:last:w-full">
      <Segments
        label={t("states")}
        chosen={state}
        onChoose={onState}
        options={REPORT_STATES.map((id) => ({ id, label: t(`state_${id}`) }))}
      />
      <List state={state} />
    </div>
  );
}

function List({ state }: { state: Report["state"] }) {
  const t = useMessages(MESSAGES);
  const reports = usePages<Report>(["reports", state], (cursor, signal) =>
    visoli.admin.reports.list({ state, limit: 30, ...(cursor && { cursor }) }, { signal }),
  );
  if (reports.isLoading) return <SkeletonRows />;
  if (reports.error) return <ErrorState error={reports.error} onRetry={reports.retry} />;
  if (reports.items.length === 0)
    return (
      <EmptyState icon={<Flag size={22} />} title={t("noReports")}>
        {state === "open" && t("noReportsOpen")}
      </EmptyState>
    );
  return (
    <Card isFlush>
      <ul className="divide-y divide-line">
        {reports.items.map((report) => (
          <ReportRow key={report.id} report={report} />
        ))}
      </ul>
      <More pages={reports} />
    </Card>
  );
}
