import { Suspense, useId, useState } from "react";
import { useFormat } from "../../lib/format.ts";
import { useLanguage } from "../../lib/language.ts";
import { lazyPart } from "../../lib/lazy.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/page.tsx";
import { Skeleton } from "../../ui/states.tsx";
import { type Column, Table } from "../../ui/table.tsx";
import { Segments } from "../../ui/tabs.tsx";
import type { ChartWords } from "./chart.tsx";
import { MetricCards, type Totals } from "./metric-cards.tsx";
import { type Point, pointsOf } from "./points.ts";
import type { Headline } from "./queries.ts";
import type { CardMetric, ChartInterval } from "./search.ts";
import { spanText, timeFormats } from "./times.ts";
import { useView, useWords } from "./view.tsx";

const Chart = lazyPart(() => import("./chart.tsx"));

type Props = {
  shown: readonly CardMetric[];
  totals: Totals;
  /** Where the chosen metric's series is. */
  headline: Headline | undefined;
  offered: readonly ChartInterval[];
  isOld: boolean;
};

/** The metrics, and the chosen one over time: as a chart, and as a table. */
export function SeriesCard({ shown, totals, headline, offered, isOld }: Props) {
  const t = useWords();
  const { span, metric, change } = useView();
  const [isTable, setTable] = useState(false);
  const tableId = useId();
  const points = headline ? pointsOf(headline.stats, metric, span.isRunning) : undefined;
  const words = useChartWords(headline?.interval ?? "day");
  return (
    <Card isFlush>
      <div className="p-1">
        <MetricCards shown={shown} totals={totals} />
      </div>
      <div className="px-2 pt-2 pb-3 sm:px-4" aria-busy={isOld}>
        <div className="h-64">
          <Suspense fallback={<Skeleton className="size-full" />}>
            {points ? <Chart points={points} words={words} /> : <Skeleton className="size-full" />}
          </Suspense>
        </div>
        <div className="mt-2 flex flex-wrap items-center justify-between gap-2">
          <Compared headline={headline} />
          <div className="flex flex-wrap gap-2">
            {offered.length > 1 && headline && (
              <Segments
                label={t("interval")}
                options={offered.map((id) => ({ id, label: t(`interval_${id}`) }))}
                chosen={headline.interval}
                onChoose={(interval) => change({ interval }, true)}
              />
            )}
            <Button
              size="small"
              look="quiet"
              aria-expanded={isTable}
              aria-controls={tableId}
              onClick={() => setTable(!isTable)}
            >
              {t(isTable ? "hideTable" : "showTable")}
            </Button>
          </div>
        </div>
        <div id={tableId}>{isTable && points && <SeriesTable points={points} words={words} />}</div>
      </div>
    </Card>
  );
}

function useChartWords(interval: ChartInterval): ChartWords {
  const t = useWords();
  const { metric, currency, span } = useView();
  const format = useFormat();
  const language = useLanguage();
  const { short, full } = timeFormats(interval, span.zone, language);
  const value = (count: number) =>
    metric === "value" ? format.money(count, currency ?? "EUR") : format.number(count);
  return {
    ...{ short, full, value, axis: format.compact },
    label: t("chartOf", { metric: t(`metric_${metric}`) }),
    help: t("chartHelp"),
    now: t(`metric_${metric}`),
    before: t("before"),
    underWay: t("underWay"),
  };
}

function Compared({ headline }: { headline: Headline | undefined }) {
  const t = useWords();
  const { span } = useView();
  const language = useLanguage();
  const previous = headline?.stats.previous;
  return (
    <p className="flex min-h-5 items-center gap-2 text-[0.8125rem] text-soft">
      {previous && (
        <>
          <svg aria-hidden width="20" height="4" className="shrink-0 stroke-edge">
            <line x1="0" x2="20" y1="2" y2="2" strokeWidth="2" strokeDasharray="2 4" />
          </svg>
          {t("comparedWith", { time: spanText(previous.start, previous.end, span.zone, language) })}
        </>
      )}
    </p>
  );
}

function SeriesTable({ points, words }: { points: readonly Point[]; words: ChartWords }) {
  const t = useWords();
  const columns: Column<Point>[] = [
    {
      id: "time",
      head: t("time"),
      cell: ({ start, isRunning }) => (
        <>
          {words.full(start)}
          {isRunning && <span className="text-soft"> · {words.underWay}</span>}
        </>
      ),
    },
    { id: "now", head: words.now, isNumber: true, cell: ({ value }) => words.value(value) },
  ];
  if (points.some(({ before }) => before !== null))
    columns.push({
      ...{ id: "before", head: t("before"), isNumber: true },
      cell: ({ before }) => (before === null ? "" : words.value(before)),
    });
  return (
    <div
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keyboard too
      tabIndex={0}
      className="mt-3 max-h-96 overflow-y-auto rounded-lg border"
    >
      <Table label={words.label} columns={columns} rows={points} keyOf={({ start }) => start} />
    </div>
  );
}
