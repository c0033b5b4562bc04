import type { Interval, PeriodName } from "@visoli/contract/stats";
import type { ChartInterval, Period, StatisticsSearch } from "./search.ts";
import { dayOf, moveDay, ownZone, startOfDay } from "./zone.ts";

export const DAY_MS = 86_400_000;
/** Free plans have so many days, so that nobody's first look is refused. */
const DEFAULT_PERIOD: Period = "30d";
/** What the API knows by name. */
const NAMED: Partial<Record<Period, PeriodName>> = {
  ...{ "7d": "7d", "30d": "30d", "90d": "90d", "12mo": "12mo", all: "all", month: "mtd", year: "ytd" },
};

/** Which time is asked for, in the API's words. */
export type TimeOptions = { timezone: string; period?: PeriodName; start?: string; end?: string };

export type Span = {
  /** undefined: days of the person's own choice. */
  period: Period | undefined;
  /** Days of the zone, both in; `all` begins nobody knows when. */
  from: string | undefined;
  to: string;
  zone: string;
  /** Whether it goes on while one looks. */
  isRunning: boolean;
  options: TimeOptions;
};

/** The time that an address stands for. */
export function spanOf(search: StatisticsSearch, now = Date.now()): Span {
  const zone = search.zone ?? ownZone();
  const today = dayOf(zone, now);
  if (search.from !== undefined && search.to !== undefined)
    return ownSpan(zone, { from: search.from, to: search.to, today });
  const period = search.period ?? DEFAULT_PERIOD;
  const { from, to } = daysOf(period, today);
  const name = NAMED[period];
  const isRunning = to === today;
  const end = isRunning ? undefined : iso(startOfDay(zone, moveDay(to, { days: 1 })));
  return {
    ...{ period, from, to, zone, isRunning },
    options: name
      ? { timezone: zone, period: name }
      : { timezone: zone, start: iso(startOfDay(zone, from ?? today)), ...(end && { end }) },
  };
}

function ownSpan(zone: string, { from, to, today }: { from: string; to: string; today: string }): Span {
  const isRunning = to >= today;
  const start = from > today ? today : from;
  const end = iso(startOfDay(zone, moveDay(to, { days: 1 })));
  return {
    ...{ period: undefined, from: start, to: isRunning ? today : to, zone, isRunning },
    options: { timezone: zone, start: iso(startOfDay(zone, start)), ...(!isRunning && { end }) },
  };
}

function daysOf(period: Period, today: string): { from: string | undefined; to: string } {
  const month = `${today.slice(0, 7)}-01`;
  switch (period) {
    case "today":
      return { from: today, to: today };
    case "yesterday":
      return { from: moveDay(today, { days: -1 }), to: moveDay(today, { days: -1 }) };
    case "7d":
    case "30d":
    case "90d":
      return { from: moveDay(today, { days: 1 - Number.parseInt(period, 10) }), to: today };
    case "month":
      return { from: month, to: today };
    case "lastMonth":
      return { from: moveDay(month, { months: -1 }), to: moveDay(month, { days: -1 }) };
    case "year":
      return { from: `${today.slice(0, 4)}-01-01`, to: today };
    case "12mo":
      return { from: moveDay(month, { months: -11 }), to: today };
    case "all":
      return { from: undefined, to: today };
  }
}

/** How many days of the calendar it has; undefined where nobody knows yet. */
export function lengthOf({ from, to }: Pick<Span, "from" | "to">): number | undefined {
  return from === undefined ? undefined : Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1;
}

/** What a chart of so many days can be cut into, the best first. */
export function intervalsOf(days: number): [ChartInterval, ...ChartInterval[]] {
  if (days <= 2) return ["hour", "day"];
  if (days <= 14) return ["day", "hour"];
  if (days <= 31) return ["day", "week"];
  if (days <= 100) return ["day", "week", "month"];
  if (days <= 400) return ["month", "day", "week", "quarter"];
  return ["month", "week", "quarter", "year"];
}

/**
 * The same part of the day, month or year before, for times that are under way: what the API calls previous is as long, but of
 * other hours and days. undefined: the API's is right.
 */
export function samePartBefore(span: Span, now = Date.now()): { start: string; end: string } | undefined {
  const { period, from, zone } = span;
  if (from === undefined || (period !== "today" && period !== "month")) return undefined;
  const back = period === "today" ? { days: -1 } : { months: -1 };
  const today = dayOf(zone, now);
  const start = startOfDay(zone, moveDay(from, back));
  const sinceMidnight = now - startOfDay(zone, today);
  const end = Math.min(startOfDay(zone, moveDay(today, back)) + sinceMidnight, startOfDay(zone, from));
  return { start: iso(start), end: iso(end) };
}

/** How long an interval is at least; for what is under way. */
export const INTERVAL_MS: Record<Interval, number> = {
  ...{ minute: 60_000, hour: 3_600_000, day: DAY_MS, week: 7 * DAY_MS },
  ...{ month: 28 * DAY_MS, quarter: 90 * DAY_MS, year: 365 * DAY_MS },
};

const iso = (instant: number) => new Date(instant).toISOString();
