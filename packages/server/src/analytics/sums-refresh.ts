import { HOUR_MS, MINUTE_MS } from "../lib/time.ts";
import { isChangingClicks } from "./class-rules.ts";
import type { Analytics } from "./client.ts";
import { readSumsState, type SumsState, sumsTable, writeSumsState } from "./sums.ts";
import { isPlainTable, type Month, markedMonths } from "./sums-parts.ts";
import { evenOut, hoursWithNews, type Slice } from "./sums-slice.ts";

/** An hour is closed this long after its end: by then nearly all of its clicks are there. Those that come later are found, too. */
const CLOSING_MS = 10 * MINUTE_MS;

/** In so many refreshes, about a day's, each month is compared whole once, in case that something else wrote to the tables. */
const ROUND = 288;

/**
 * Makes the sums equal to the clicks for every hour that is over, and says up to when that is. It compares what may have changed
 * since last time, so it can be broken off anywhere, and called at any time; but not by two at once (see `jobs/retention.ts`).
 * Gives back false where it has to wait for a change of clicks that is under way, or is told to stop between two months.
 */
export async function refreshSums(analytics: Analytics, now: number, signal?: AbortSignal): Promise<boolean> {
  if (!(await isPlainTable(analytics))) return false;
  const last = await readSumsState(analytics);
  // In this order: whatever is inserted or begins to change after this is past the mark, and looked at next time.
  const months = await markedMonths(analytics, last.watermark);
  if (await isChangingClicks(analytics)) return false;
  if (await isChangingClicks({ ...analytics, clicks: sumsTable(analytics) })) return false;
  const watermark = Math.max(0, ...months.map(({ mark }) => mark));
  // Numbers of parts only grow, but for a table that was made anew.
  const known = watermark < last.watermark ? { ...last, watermark: 0, closed: 0 } : last;
  const overAt = Math.floor((now - CLOSING_MS) / HOUR_MS) * HOUR_MS;
  const next: SumsState = {
    version: last.version + 1,
    watermark,
    closed: Math.max(last.closed, overAt),
    purged: last.purged,
  };
  for (const month of months) {
    if (signal?.aborted) return false;
    await refreshMonth(analytics, month, known, next);
  }
  if (next.watermark !== last.watermark || next.closed !== last.closed) await writeSumsState(analytics, next);
  return true;
}

async function refreshMonth(
  analytics: Analytics,
  month: Month,
  known: SumsState,
  next: SumsState,
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
  await evenOut(analytics, { ...slice, ...(hours && { hours }) }, `${next.version}-${month.month}`);
}

/** A month such as `202601`, from its first instant up to its end. */
function spanOf(month: string): { start: number; end: number } {
  const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(4))];
  return { start: Date.UTC(year, number - 1), end: Date.UTC(year, number) };
}
