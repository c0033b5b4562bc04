import { DEFAULT_GROUPS, type Interval } from "@visoli/contract/stats";
import type { Period } from "../analytics/where.ts";
import { invalid } from "../core/errors.ts";
import { DAY_MS } from "../lib/time.ts";

/** Of a series, or of all groups' series together. */
const MAX_ENTRIES = 10_000;
/** The click store's calendar does not reach much further. */
const SERIES_END = Date.UTC(2100, 0, 1);
const SHORTEST_MS: Record<Interval, number> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 23 * 3_600_000,
  week: 7 * DAY_MS - 3_600_000,
  month: 28 * DAY_MS - 3_600_000,
  quarter: 90 * DAY_MS - 3_600_000,
  year: 365 * DAY_MS - 3_600_000,
};

/** @throws request.invalid where a series would be too long, or go too far */
export function checkSeries(period: Period, interval: Interval): void {
  if (period.end > SERIES_END) {
    const message = "Must not be after 2100 where a series is asked for";
    throw invalid({ path: "end", code: "too_big", message });
  }
  if (intervals(period, interval) > MAX_ENTRIES) {
    const message = `Gives more than ${MAX_ENTRIES} entries; choose a longer interval or a shorter time`;
    throw invalid({ path: "interval", code: "too_many_intervals", message });
  }
}

/**
 * How many groups to answer: as many as asked for, else as many of the usual number as fit; the rest has a series, too.
 * @throws request.invalid where their series together would be too long
 */
export function groupLimit(
  period: Period,
  {
    interval,
    limit,
    other,
  }: { interval?: Interval | undefined; limit?: number | undefined; other?: boolean | undefined },
): number {
  if (!interval) return limit ?? DEFAULT_GROUPS;
  const entries = Math.ceil(intervals(period, interval)) + 1;
  // One series alone has passed `checkSeries`.
  const most = Math.max(1, Math.floor(MAX_ENTRIES / entries)) - (other ? 1 : 0);
  if (limit === undefined && most > 0) return Math.min(DEFAULT_GROUPS, most);
  if (limit !== undefined && limit <= most) return limit;
  const message = `Groups of up to ${entries} intervals each are more than ${MAX_ENTRIES} entries`;
  const fewer =
    most > 0
      ? { path: "limit", code: "too_big", message: `${message}; ask for up to ${most}` }
      : { path: "other", code: "too_big", message: `${message}; leave it out` };
  const longer = `${message}; choose a longer one, or a shorter time`;
  throw invalid(fewer, { path: "interval", code: "too_many_intervals", message: longer });
}

function intervals({ start, end }: Period, interval: Interval): number {
  return (end - start) / SHORTEST_MS[interval];
}
