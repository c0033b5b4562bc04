import type { Stats } from "@visoli/contract/stats";
import type { Entry } from "./batch.ts";
import type { CardMetric } from "./search.ts";

/** A place of the chart. What is under way is told apart, and begins where the rest ends. */
export type Point = {
  start: string;
  value: number;
  done: number | null;
  running: number | null;
  before: number | null;
  beforeStart: string | undefined;
  isRunning: boolean;
};

/** The number of a metric, 0 where nothing was counted; `value` comes as a decimal. */
export function countOf(
  counts: Partial<Record<string, unknown>> | undefined,
  metric: CardMetric | "opens",
): number {
  return Number(counts?.[metric] ?? 0);
}

/** The series of a metric beside that of the time before, by their order. The last interval of a running time is under way. */
export function pointsOf(stats: Stats, metric: CardMetric, isRunning: boolean): Point[] {
  const { series = [], previous } = stats;
  const last = series.length - 1;
  return series.map((entry, index) => {
    const before = previous?.series?.[index];
    const value = countOf(entry, metric);
    const isLast = isRunning && index === last;
    return {
      start: entry.start,
      value,
      done: isLast && last > 0 ? null : value,
      running: isRunning && index >= last - 1 && last > 0 ? value : null,
      before: before ? countOf(before, metric) : null,
      beforeStart: before?.start,
      isRunning: isLast,
    };
  });
}

/** By which part it became more or less; undefined where nothing was there before. */
export function changeOf(now: number, before: number | undefined): number | undefined {
  if (before === undefined || before === 0) return undefined;
  return (now - before) / before;
}

/** A way has one kind of count: followed links are clicks, QR codes scans, mails opens. Each stands for itself. */
export function byTrigger(entries: readonly Entry[], metric: CardMetric): Entry[] {
  if (metric !== "clicks" && metric !== "scans") return [...entries];
  const sumOf = ({ clicks = 0, scans = 0, opens = 0 }: Entry) => clicks + scans + opens;
  return entries
    .map((entry) => ({ ...entry, [metric]: sumOf(entry) }))
    .sort((one, other) => countOf(other, metric) - countOf(one, metric));
}
