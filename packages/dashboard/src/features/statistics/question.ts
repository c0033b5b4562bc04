import { DIMENSIONS, type Dimension } from "@visoli/contract/dimensions";
import type { Usage } from "@visoli/contract/usage";
import type { Filters } from "./filter.ts";
import { DAY_MS, intervalsOf, lengthOf, type Span, type TimeOptions } from "./period.ts";
import type { ChartInterval, StatisticsSearch } from "./search.ts";
import { startOfDay } from "./zone.ts";

/** What every plan has. The server says so in `stats/gate.ts`. */
const BASIC: ReadonlySet<Dimension> = new Set([
  "country",
  "referrer",
  "link",
  "slug",
  "domain",
  "tag",
  "folder",
]);

/** Which clicks are looked at: the time, the filters, and of which link. */
export type Question = TimeOptions & Filters & { include?: "bots" };

/** What the plan has of statistics. */
export type Level = Pick<Usage, "statistics" | "statisticsDays">;

/** The question that an address asks; `link` is whose page it is. */
export function questionOf(search: StatisticsSearch, span: Span, link?: string): Question {
  const filters: Filters = {};
  for (const name of DIMENSIONS) if (search[name] !== undefined) filters[name] = search[name];
  return {
    ...span.options,
    ...filters,
    ...(link !== undefined && { link }),
    ...(search.bots && { include: "bots" as const }),
  };
}

/** The filters alone, without a time. */
export function filtersOf({ period: _, start: _start, end: _end, ...filters }: Question) {
  return filters;
}

export function hasDimension({ statistics }: Level, dimension: Dimension): boolean {
  return statistics !== "basic" || BASIC.has(dimension);
}

/** Whether the plan reaches back so far; a day is on the house. */
export function reaches({ statisticsDays }: Level, start: number, now = Date.now()): boolean {
  return statisticsDays === null || now - start - DAY_MS <= statisticsDays * DAY_MS;
}

export function startOfSpan({ from, zone }: Span): number {
  return from === undefined ? 0 : startOfDay(zone, from);
}

export function spanReaches(level: Level, span: Span, now = Date.now()): boolean {
  // An endless past may be short: the server knows, and a workspace of such a plan is told there.
  return span.period === "all" ? level.statisticsDays === null : reaches(level, startOfSpan(span), now);
}

/** What it is compared with; undefined where there is nothing before, or the plan does not have it. */
export function comparisonOf(
  search: StatisticsSearch,
  span: Span,
  level: Level,
  now = Date.now(),
): "previous" | "year" | undefined {
  const asked = search.compare ?? "previous";
  if (asked === "none" || span.period === "all") return undefined;
  const start = startOfSpan(span);
  const before = asked === "year" ? start - 366 * DAY_MS : start - (lengthOf(span) ?? 0) * DAY_MS;
  if (!reaches(level, before, now)) return undefined;
  // Of this year up to now, what is alike is the year before up to the same day.
  return span.period === "year" ? "year" : asked;
}

/** What the chart can be cut into, the chosen one first. */
export function chartIntervals(
  search: StatisticsSearch,
  span: Span,
  level: Level,
): { chosen: ChartInterval | undefined; offered: ChartInterval[] } {
  const days = lengthOf(span);
  const offered: ChartInterval[] = days === undefined ? ["day", "week", "month", "year"] : intervalsOf(days);
  const had = level.statistics === "basic" ? offered.filter((each) => each !== "hour") : offered;
  const chosen = had.find((each) => each === search.interval) ?? (days === undefined ? undefined : had[0]);
  const order: ChartInterval[] = ["hour", "day", "week", "month", "quarter", "year"];
  return { chosen, offered: order.filter((each) => had.includes(each)) };
}
