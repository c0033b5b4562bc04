import type { Interval, Metric } from "@visoli/contract/stats";
import { DAY_MS } from "../lib/time.ts";
import { localTime } from "../lib/zone.ts";
import type { Asked, Source } from "./asked.ts";
import type { Analytics } from "./client.ts";
import { type Counted, DAY_COUNTS, dayColumn, daysStateTable, daysTable, isDayDimension } from "./days.ts";
import { date } from "./days-slice.ts";
import { stateTable, sumsTable } from "./sums.ts";
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
  /** Beginnings of days that are in two intervals: these are read click by click. */
  split: number[];
};

/** More days than these are not looked through for those that are split. */
const MAX_DAYS = 4_000;

/**
 * How sums by day can answer: questions that know one dimension alone, of all links, by intervals of whole days. Null where they cannot.
 */
export function dayQuestion(selection: Selection, asked: Asked, during: Period): DayQuestion | null {
  const { links, filters, includeBots, timezone = "UTC" } = selection;
  if (links?.only || links?.not) return null;
  const { class: kind, ...others } = filters;
  if (kind && (kind.include.length !== 1 || kind.exclude.length > 0)) return null;
  const named = new Set<string>(Object.keys(others).filter((name) => filters[name as ColumnDimension]));
  for (const key of asked.keys ?? []) named.add("pairs" in key ? "pairs" : key.dimension);
  const [counted = "all", ...more] = named;
  if (more.length > 0 || (counted !== "all" && !isDayDimension(counted))) return null;
  const cut = splitDays(asked.interval, timezone, during);
  return cut && { counted, class: kind?.include[0] ?? (includeBots ? "" : "human"), ...cut };
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

type Bounds = { from: string; until: string; upTo: "closed" | "purged" };
/** Up to when sums by hour answer for all but visitors; not at all where a dimension is asked for. */
type Hours = { upTo: "closed" | "purged" } | null;

/**
 * Whole days that are over from the sums, the rest from single clicks, as one table. Where no dimension is asked for, all but
 * visitors comes from the sums by hour, which reach further at both ends.
 */
export function withDays(
  analytics: Analytics,
  where: Where,
  question: DayQuestion,
  bounds: Bounds,
  hours: Hours,
): Source {
  const { single, days } = dayParts(analytics, where, question, bounds);
  const column = dayColumn(question.counted);
  const raw = hours ? hourBounds(analytics, bounds, hours.upTo) : null;
  const counts = (trigger: string) =>
    `toInt64(trigger = '${trigger}'${raw ? ` and not (${raw.isSummed})` : ""})`;
  const parts = [
    `select c.at as at, ${column.single} ${counts("")} as n_clicks, ${counts("qr")} as n_scans, ${counts("open")} as n_opens,
       toInt64(0) as n_visitors, if(trigger in ('', 'qr'), c.visitor, 0) as visitor
     from ${analytics.clicks} as c where ${where.sql} and ${single}`,
    `select toDateTime64(day, 3, 'UTC') as at, ${column.summed}
       ${DAY_COUNTS.map((name) => `${hours && name !== "visitors" ? "toInt64(0)" : name} as n_${name}`).join(", ")}, toUInt64(0) as visitor
     from ${daysTable(analytics)} where ${days}`,
    ...(raw ? [raw.sums(where)] : []),
  ];
  return {
    table: `(${parts.join(" union all ")})`,
    where: { sql: "true", parameters: where.parameters },
    columns: COLUMNS,
    metrics: METRICS,
    having: "sum(n_clicks) + sum(n_scans) + sum(n_opens) != 0",
  };
}

/** Conditions: which single clicks to read, and which sums by day. */
export function dayParts(
  analytics: Analytics,
  where: Where,
  { counted, others = [], class: kind, hasMonths, split }: DayQuestion,
  { from, until, upTo }: Bounds,
): { single: string; days: string } {
  if (!/^\w*$/.test(kind)) return { single: "true", days: "false" };
  const state = (table: string, column: string) =>
    `toDate((select argMax(${column}, version) from ${table}))`;
  const purged = state(stateTable(analytics), "purged");
  const first = `toDate(intDiv({${from}:Int64} + ${DAY_MS - 1}, ${DAY_MS}))`;
  const end = `least(toDate(intDiv({${until}:Int64}, ${DAY_MS})), ${upTo === "closed" ? state(daysStateTable(analytics), "closed") : purged})`;
  const dates = split.map(date).join(", ");
  const isSplit = (day: string) =>
    split.length > 0 ? `(${day} in (${dates}) and ${day} >= ${purged})` : "false";
  const month = "toStartOfMonth(day)";
  const isInMonth = hasMonths ? `(${month} >= ${first} and addMonths(${month}, 1) <= ${end})` : "false";
  const values = (["include", "exclude"] as const).flatMap((which) => {
    const name = `${counted}_${which}`;
    if (!(name in where.parameters)) return [];
    return [`value ${which === "include" ? "in" : "not in"} {${name}:Array(String)}`];
  });
  const days = [
    "workspace = {workspace:String}",
    `dimension in ('${[counted, ...others].join("', '")}')`,
    `class = '${kind}'`,
    `day >= ${first} and day < ${end}`,
    `grain = if(${isInMonth}, 'month', 'day') and not ${isSplit("day")}`,
    ...values,
  ].join(" and ");
  const single = `(at < ${precise(first)} or at >= ${precise(end)} or ${isSplit("toDate(at)")})`;
  return { single, days };
}

/** Which clicks are in the sums by hour, and these sums by the names of `withDays`. */
function hourBounds(analytics: Analytics, { from, until }: Bounds, upTo: "closed" | "purged") {
  const state = `(select argMax(${upTo}, version) from ${stateTable(analytics)})`;
  const first = `toDateTime(intDiv({${from}:Int64} + 3599999, 3600000) * 3600, 'UTC')`;
  const end = `least(toDateTime(intDiv({${until}:Int64}, 3600000) * 3600, 'UTC'), ${state})`;
  const of = (trigger: string) => `if(s.trigger = '${trigger}', s.clicks, 0)`;
  return {
    isSummed: `at >= ${precise(first)} and at < ${precise(end)}`,
    sums: (where: Where) => `select toDateTime64(hour, 3, 'UTC') as at,
        ${of("")} as n_clicks, ${of("qr")} as n_scans, ${of("open")} as n_opens, toInt64(0) as n_visitors, toUInt64(0) as visitor
      from ${sumsTable(analytics)} as s where ${where.sql} and hour >= ${first} and hour < ${end}`,
  };
}

/** A DateTime64 is never to be compared with a DateTime (see `source.ts`). */
function precise(time: string): string {
  return `toDateTime64(${time}, 3, 'UTC')`;
}
