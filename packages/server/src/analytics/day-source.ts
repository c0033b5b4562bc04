import type { Interval, Metric } from "@visoli/contract/stats";
import { DAY_MS } from "../lib/time.ts";
import { localTime } from "../lib/zone.ts";
import type { Asked, Source } from "./asked.ts";
import type { Analytics } from "./client.ts";
import { type Counted, DAY_COUNTS, dayColumn, daysTable, isDayDimension } from "./days.ts";
import { sumsTable } from "./sums.ts";
import type { SumsBounds } from "./sums-bounds.ts";
import { clickTime, date, hourTime, wholeUnits } from "./times.ts";
import type { ColumnDimension, Period, Selection, Where } from "./where.ts";

/** What sums by day are asked for. */
export type DayQuestion = {
  counted: Counted;
  /** More dimensions, by themselves; there are no filters then. */
  others?: readonly Counted[];
  /** One class, or empty: all. */
  class: string;
  /** Whole months may be read at once. */
  hasMonths: boolean;
  /** Beginnings of days that are in two intervals: these are read click by click, where single clicks are left. */
  split: number[];
  /** The whole days that are summed. */
  days: Period;
  /** The time that is asked for. */
  during: Period;
};

/** More days than these are not looked through for those that are split. */
const MAX_DAYS = 4_000;

/**
 * How sums by day can answer: questions that know one dimension alone, of all links, by intervals of whole days. Null where they cannot.
 */
export function dayQuestion(
  selection: Selection,
  asked: Asked,
  during: Period,
  { daysClosed, purged }: SumsBounds,
): DayQuestion | null {
  const days = wholeUnits(during, DAY_MS, daysClosed);
  if (!days) return null;
  const { links, filters, includeBots, timezone = "UTC" } = selection;
  if (links?.only || links?.not) return null;
  const { class: kind, ...others } = filters;
  if (kind && (kind.include.length !== 1 || kind.exclude.length > 0)) return null;
  const named = new Set<string>(Object.keys(others).filter((name) => filters[name as ColumnDimension]));
  for (const key of asked.keys ?? []) named.add("pairs" in key ? "pairs" : key.dimension);
  const [counted = "all", ...more] = named;
  if (more.length > 0 || (counted !== "all" && !isDayDimension(counted))) return null;
  const cut = splitDays(asked.interval, timezone, during);
  if (!cut) return null;
  const split = cut.split.filter((day) => day >= purged && day >= days.start && day < days.end);
  return { counted, class: kind?.include[0] ?? (includeBots ? "" : "human"), ...cut, split, days, during };
}

function splitDays(interval: Interval | undefined, zone: string, { start, end }: Period) {
  if (interval === undefined) return { hasMonths: true, split: [] };
  if (interval === "minute" || interval === "hour") return null;
  if (zone === "UTC") return { hasMonths: interval !== "day" && interval !== "week", split: [] };
  if (interval === "day" || end - start > MAX_DAYS * DAY_MS) return null;
  const split: number[] = [];
  for (let day = Math.floor(start / DAY_MS) * DAY_MS; day < end; day += DAY_MS)
    if (intervalAt(interval, zone, day) !== intervalAt(interval, zone, day + DAY_MS - 1)) split.push(day);
  return { hasMonths: false, split };
}

/** Counts up with the intervals of the zone's calendar. */
function intervalAt(interval: "week" | "month" | "quarter" | "year", zone: string, at: number): number {
  const local = localTime(zone, at);
  const date = new Date(local);
  const month = date.getUTCFullYear() * 12 + date.getUTCMonth();
  // The first of January 1970 was a Thursday; weeks begin on Monday.
  if (interval === "week") return Math.floor((Math.floor(local / DAY_MS) + 3) / 7);
  return Math.floor(month / { month: 1, quarter: 3, year: 12 }[interval]);
}

const METRICS = {
  clicks: "sum(n_clicks)",
  scans: "sum(n_scans)",
  opens: "sum(n_opens)",
  visitors: "sum(n_visitors) + uniqIf(visitor, visitor != 0)",
} as const satisfies Partial<Record<Metric, string>>;
const COLUMNS = [...DAY_COUNTS.map((name) => `n_${name}`), "visitor"];

/**
 * Whole days that are over from the sums, the rest from single clicks, as one table. Where no dimension is asked for, the hours around those days
 * come from the sums by hour, but for their visitors.
 * @param hours for which sums by hour answer all but visitors; null where they do for none
 */
export function withDays(
  analytics: Analytics,
  where: Where,
  question: DayQuestion,
  hours: Period | null,
): Source {
  const { single, days } = dayParts(where, question);
  const column = dayColumn(question.counted);
  const inHours = hours ? ` and not (at >= ${clickTime(hours.start)} and at < ${clickTime(hours.end)})` : "";
  const counts = (trigger: string) => `toInt64(trigger = '${trigger}'${inHours})`;
  const parts = [
    `select toDateTime64(day, 3, 'UTC') as at, ${column.summed}
       ${DAY_COUNTS.map((name) => `${name} as n_${name}`).join(", ")}, toUInt32(0) as visitor
     from ${daysTable(analytics)} where ${days}`,
  ];
  if (single !== "false")
    parts.push(
      `select c.at as at, ${column.single} ${counts("")} as n_clicks, ${counts("qr")} as n_scans, ${counts("open")} as n_opens,
       toInt64(0) as n_visitors, if(trigger in ('', 'qr'), c.visitor, 0) as visitor
     from ${analytics.clicks} as c where ${where.sql} and ${single}`,
    );
  if (hours && single !== "false") parts.push(hoursAround(analytics, where, question, hours));
  return {
    table: `(${parts.join(" union all ")})`,
    where: { sql: "true", parameters: where.parameters },
    columns: COLUMNS,
    metrics: METRICS,
    having: "sum(n_clicks) + sum(n_scans) + sum(n_opens) != 0",
  };
}

/** Conditions: which single clicks to read (`false` where none are), and which sums by day. */
export function dayParts(
  where: Where,
  { counted, others = [], class: kind, hasMonths, split, days: { start, end }, during }: DayQuestion,
): { single: string; days: string } {
  if (!/^\w*$/.test(kind)) return { single: "true", days: "false" };
  const isSplit = (day: string) => splitOf(split, day);
  const month = "toStartOfMonth(day)";
  const isInMonth = hasMonths
    ? `(${month} >= ${date(start)} and addMonths(${month}, 1) <= ${date(end)})`
    : "false";
  const values = (["include", "exclude"] as const).flatMap((which) => {
    const name = `${counted}_${which}`;
    if (!(name in where.parameters)) return [];
    return [`value ${which === "include" ? "in" : "not in"} {${name}:Array(String)}`];
  });
  const days = [
    "workspace = {workspace:String}",
    `dimension in ('${[counted, ...others].join("', '")}')`,
    `class = '${kind}'`,
    `day >= ${date(start)} and day < ${date(end)}`,
    `grain = if(${isInMonth}, 'month', 'day') and not ${isSplit("day")}`,
    ...values,
  ].join(" and ");
  const isWhole = start === during.start && end === during.end && split.length === 0;
  const single = isWhole
    ? "false"
    : `(at < ${clickTime(start)} or at >= ${clickTime(end)} or ${isSplit("toDate(at)")})`;
  return { single, days };
}

function splitOf(split: number[], day: string): string {
  return split.length > 0 ? `${day} in (${split.map(date).join(", ")})` : "false";
}

/** Sums by hour of what no sum by day is read of, by the names of `withDays`. */
function hoursAround(
  analytics: Analytics,
  where: Where,
  { days, split }: DayQuestion,
  { start, end }: Period,
): string {
  const of = (trigger: string) => `if(s.trigger = '${trigger}', s.clicks, 0)`;
  return `select toDateTime64(hour, 3, 'UTC') as at,
      ${of("")} as n_clicks, ${of("qr")} as n_scans, ${of("open")} as n_opens, toInt64(0) as n_visitors, toUInt32(0) as visitor
    from ${sumsTable(analytics)} as s where ${where.sql} and hour >= ${hourTime(start)} and hour < ${hourTime(end)}
      and (hour < ${hourTime(days.start)} or hour >= ${hourTime(days.end)} or ${splitOf(split, "toDate(hour)")})`;
}
