import { DAY_MS, HOUR_MS, MINUTE_MS } from "../lib/time.ts";
import { isChangingClicks } from "./class-rules.ts";
import type { Analytics } from "./client.ts";
import { daysStateTable, daysTable } from "./days.ts";
import { evenOutDays, monthsOfDays } from "./days-slice.ts";
import { readSumsState, type SumsState, stateTable, sumsTable, writeSumsState } from "./sums.ts";
import { isPlainTable, type Month, markedMonths } from "./sums-parts.ts";
import { evenOut, hoursWithNews, type Slice } from "./sums-slice.ts";

/** An hour is closed this long after its end: by then nearly all of its clicks are there. Those that come later are found, too. */
const CLOSING_MS = 10 * MINUTE_MS;

/** In so many refreshes, about a day's, each month is compared whole once, in case that something else wrote to the tables. */
const ROUND = 288;

/** Sums of one table, by hours or by days. */
type Kind = {
  unitMs: number;
  table(analytics: Analytics): string;
  state(analytics: Analytics): string;
  /** The months, such as `202601`, that the table has sums of, where erasing does not take them itself. */
  months?(analytics: Analytics, from: number): Promise<string[]>;
  /** Compares the slice; only the units with those hours where they are given. */
  even(analytics: Analytics, slice: Slice, hours: number[] | undefined, round: string): Promise<void>;
};

const HOURS: Kind = {
  unitMs: HOUR_MS,
  table: sumsTable,
  state: stateTable,
  even: (analytics, slice, hours, round) => evenOut(analytics, { ...slice, ...(hours && { hours }) }, round),
};

const DAYS: Kind = {
  unitMs: DAY_MS,
  table: daysTable,
  state: daysStateTable,
  months: monthsOfDays,
  even: (analytics, slice, hours, round) => {
    const days = hours?.map((second) => Math.floor((second * 1_000) / DAY_MS) * DAY_MS);
    return evenOutDays(analytics, { ...slice, ...(days && { days: [...new Set(days)] }) }, round);
  },
};

/**
 * Makes the sums equal to the clicks for every hour and every day that is over, and says up to when that is. It compares what may have
 * changed since last time, so it can be broken off anywhere, and called at any time; but not by two at once (see `jobs/retention.ts`).
 * Gives back false where it has to wait for a change of clicks that is under way, or is told to stop between two months.
 * @param daysUntil the days that are over by then are summed by day as well; 0 for no more than are already
 */
export async function refreshSums(
  analytics: Analytics,
  now: number,
  { signal, daysUntil = now }: { signal?: AbortSignal | undefined; daysUntil?: number } = {},
): Promise<boolean> {
  if (!(await isPlainTable(analytics))) return false;
  if (!(await refresh(analytics, HOURS, now, signal))) return false;
  // Also where no more days are wanted: those that were summed once are read, and are to stay right.
  return refresh(analytics, DAYS, daysUntil, signal);
}

async function refresh(
  analytics: Analytics,
  kind: Kind,
  now: number,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const last = await readSumsState(analytics, kind.state(analytics));
  const { purged } = await readSumsState(analytics);
  const others = (await kind.months?.(analytics, purged)) ?? [];
  // In this order: whatever is inserted or begins to change after this is past the mark, and looked at next time.
  const months = await markedMonths(analytics, last.watermark);
  if (await isChangingClicks(analytics)) return false;
  if (await isChangingClicks({ ...analytics, clicks: kind.table(analytics) })) return false;
  const watermark = Math.max(0, ...months.map(({ mark }) => mark));
  // Numbers of parts only grow, but for a table that was made anew.
  const known = watermark < last.watermark ? { ...last, watermark: 0, closed: 0 } : last;
  const overAt = Math.floor((now - CLOSING_MS) / kind.unitMs) * kind.unitMs;
  const next: SumsState = {
    version: last.version + 1,
    watermark,
    closed: Math.max(last.closed, overAt),
    purged,
  };
  // Of a month of which no click is left, no part tells that there were some.
  const left = others.filter((each) => !months.some(({ month }) => month === each));
  const gone = left.map((month) => ({ month, mark: Number.POSITIVE_INFINITY, isMutated: true }));
  for (const month of [...months, ...gone]) {
    if (signal?.aborted) return false;
    await refreshMonth(analytics, kind, month, { known, next });
  }
  if (next.watermark !== last.watermark || next.closed !== last.closed)
    await writeSumsState(analytics, next, kind.state(analytics));
  return true;
}

async function refreshMonth(
  analytics: Analytics,
  kind: Kind,
  month: Month,
  { known, next }: { known: SumsState; next: SumsState },
): Promise<void> {
  const { start, end } = spanOf(month.month);
  const slice: Slice = {
    month: month.month,
    // What was purged cannot be counted again.
    start: Math.max(start, next.purged),
    end: Math.min(end, next.closed),
  };
  if (slice.start >= slice.end) return;
  const isWhole =
    known.watermark === 0 ||
    (month.isMutated && month.mark > known.watermark) ||
    Number(month.month) % ROUND === next.version % ROUND;
  if (!isWhole && month.mark <= known.watermark && slice.end <= known.closed) return;
  const hours = isWhole ? undefined : await hoursWithNews(analytics, slice, known);
  if (hours?.length === 0) return;
  await kind.even(analytics, slice, hours, `${next.version}-${month.month}`);
}

/** A month such as `202601`, from its first instant up to its end. */
function spanOf(month: string): { start: number; end: number } {
  const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(4))];
  return { start: Date.UTC(year, number - 1), end: Date.UTC(year, number) };
}
