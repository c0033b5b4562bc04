import { LiveClicks } from "../features/live/live.tsx";
import { Busy } from "../features/statistics/busy.tsx";
import { ExportMenu } from "../features/statistics/export-menu.tsx";
import { filtersOf } from "../features/statistics/question.ts";
import { Report, type ReportData, useReport } from "../features/statistics/report.tsx";
import { ShareButton } from "../features/statistics/share-button.tsx";
import { Toolbar } from "../features/statistics/toolbar.tsx";
import { useView, useWords } from "../features/statistics/view.tsx";
import { Segments } from "../ui/tabs.tsx";

/** Numbers and live clicks, with what one can do with them; where they stand says the page. */
export function StatisticsContent() {
  const data = useReport();
  return (
    <div className="grid grid-cols-1 gap-4">
      <div className="flex flex-wrap justify-end gap-2">
        <StatisticsActions data={data} />
      </div>
      <StatisticsBody data={data} />
    </div>
  );
}

export function StatisticsActions({ data }: { data: ReportData }) {
  const t = useWords();
  const { search, change } = useView();
  const isLive = search.view === "live";
  return (
    <>
      <Segments
        label={t("view")}
        options={[
          { id: "report", label: t("report") },
          { id: "live", label: t("live") },
        ]}
        chosen={isLive ? "live" : "report"}
        onChoose={(id) => change({ view: id === "live" ? "live" : undefined })}
      />
      <ShareButton />
      {!isLive && <ExportMenu headline={data.main.data} fruits={data.fruits.data} />}
    </>
  );
}

export function StatisticsBody({ data }: { data: ReportData }) {
  const { search, question } = useView();
  const isLive = search.view === "live";
  return (
    <>
      {!isLive && <Busy />}
      <Toolbar isLive={isLive} />
      {isLive ? <LiveClicks filters={filtersOf(question)} /> : <Report data={data} />}
    </>
  );
}
