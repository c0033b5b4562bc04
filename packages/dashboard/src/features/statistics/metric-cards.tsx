import { clsx } from "clsx";
import { ArrowDownRight, ArrowUpRight } from "lucide-react";
import { useFormat } from "../../lib/format.ts";
import { Skeleton } from "../../ui/states.tsx";
import { changeOf, countOf } from "./points.ts";
import type { Headline } from "./queries.ts";
import type { CardMetric } from "./search.ts";
import { useView, useWords } from "./view.tsx";

export type Totals = Partial<Record<CardMetric, { now: number; before: number | undefined }>>;

/** The numbers of what was asked, and before. */
export function totalsOf(headline: Headline | undefined, metrics: readonly CardMetric[]): Totals {
  if (!headline) return {};
  const { totals, previous } = headline.stats;
  return Object.fromEntries(
    metrics.map((metric) => [
      metric,
      { now: countOf(totals, metric), before: previous && countOf(previous.totals, metric) },
    ]),
  );
}

/** The metrics in large, with what changed; the chosen one is in the chart. */
export function MetricCards({ shown, totals }: { shown: readonly CardMetric[]; totals: Totals }) {
  const t = useWords();
  return (
    <fieldset className="grid grid-cols-2 sm:grid-cols-[repeat(auto-fit,minmax(8.5rem,1fr))]">
      <legend className="sr-only">{t("metrics")}</legend>
      {shown.map((metric) => (
        <MetricCard key={metric} metric={metric} total={totals[metric]} />
      ))}
    </fieldset>
  );
}

function MetricCard({ metric, total }: { metric: CardMetric; total: Totals[CardMetric] }) {
  const t = useWords();
  const { metric: chosen, currency, change } = useView();
  const format = useFormat();
  const write = (count: number) =>
    metric === "value" ? format.money(count, currency ?? "EUR") : format.number(count);
  const isChosen = metric === chosen;
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      onClick={() => change({ metric: metric === "clicks" ? undefined : metric }, true)}
      className={clsx(
        "relative grid content-start gap-0.5 rounded-lg px-4 py-3 text-left hover:bg-sunken",
        isChosen &&
          "after:absolute after:inset-x-4 after:bottom-0 after:h-0.5 after:rounded-full after:bg-mark",
      )}
    >
      <span className={clsx("text-[0.8125rem] font-medium", isChosen ? "text-mark" : "text-soft")}>
        {t(`metric_${metric}`)}
      </span>
      {total ? (
        <>
          <span className="tabular truncate text-xl font-semibold sm:text-2xl tracking-tight">
            {write(total.now)}
          </span>
          <Change now={total.now} before={total.before} write={write} />
        </>
      ) : (
        <>
          <Skeleton className="my-1 h-7 w-20" />
          <Skeleton className="h-4 w-14" />
        </>
      )}
    </button>
  );
}

function Change({
  now,
  before,
  write,
}: {
  now: number;
  before: number | undefined;
  write(count: number): string;
}) {
  const t = useWords();
  const format = useFormat();
  const change = changeOf(now, before);
  if (change === undefined || before === undefined)
    return (
      <span className="text-[0.8125rem] text-soft" title={t("noChange")}>
        –
      </span>
    );
  const Arrow = change < 0 ? ArrowDownRight : ArrowUpRight;
  const look = change === 0 ? "text-soft" : change < 0 ? "text-alarm" : "text-good";
  const text = format.percent(Math.abs(change));
  return (
    <span
      className={clsx("tabular flex items-center gap-0.5 text-[0.8125rem] font-medium", look)}
      title={t("change", { change: `${change < 0 ? "−" : "+"}${text}`, before: write(before) })}
    >
      {change !== 0 && <Arrow size={14} aria-hidden />}
      <span className="sr-only">{change < 0 ? "−" : "+"}</span>
      {text}
    </span>
  );
}
