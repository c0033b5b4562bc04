import type { Counts, Interval, Stats, StatsQuery } from "@visoli/contract/stats";
import { askGroups, type Group } from "../analytics/questions/groups.ts";
import { askSeries, type SeriesEntry } from "../analytics/questions/series.ts";
import { askTagGroups } from "../analytics/questions/tag-groups.ts";
import { askTotals } from "../analytics/questions/totals.ts";
import { COLUMNS, type ColumnDimension, type Selection } from "../analytics/where.ts";
import type { Actor } from "../core/actor.ts";
import type { ClickCtx } from "../core/ctx.ts";
import { invalid } from "../core/errors.ts";
import { guard } from "../core/guard.ts";
import { linksOfTags } from "../db/tags.ts";
import { DAY_MS, iso } from "../lib/time.ts";
import { linksOf } from "./links-of.ts";

const DEFAULT_SPAN_MS = 30 * DAY_MS;
const MAX_INTERVALS = 10_000;
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

/** Totals, and a series or groups where asked for. @throws link.not_found, request.invalid */
export async function readStats(ctx: ClickCtx, actor: Actor, query: StatsQuery): Promise<Stats> {
  guard(actor, "stats:read");
  const selection = await select(ctx, actor, query);
  const { interval, groupBy, timezone } = query;
  const [totals, series, groups] = await Promise.all([
    askTotals(ctx.analytics, selection),
    interval && askSeries(ctx.analytics, selection, interval, timezone),
    groupBy && group(ctx, selection, groupBy, query.limit),
  ]);
  return {
    start: iso(selection.start),
    end: iso(selection.end),
    timezone,
    totals,
    ...(series && { series: series.map(presentEntry) }),
    ...(groups && groupBy && { groups: groups.map((one) => presentGroup(groupBy, one)) }),
  };
}

async function select(ctx: ClickCtx, actor: Actor, query: StatsQuery): Promise<Selection> {
  const { start: from, end: to, interval, include, link, tag } = query;
  const end = to === undefined ? ctx.now() : Date.parse(to);
  const start = from === undefined ? end - DEFAULT_SPAN_MS : Date.parse(from);
  if (start >= end) throw invalid({ path: "start", code: "too_big", message: "Must be before end" });
  if (interval) checkSeries(start, end, interval);
  const links = await linksOf(ctx, actor.workspaceId, { link, tag });
  const filters = filtersOf(query);
  // Who asks for a class or a bot by name wants to see it.
  const includeBots = include === "bots" || filters.class !== undefined || filters.bot !== undefined;
  return { workspaceId: actor.workspaceId, start, end, includeBots, filters, links };
}

/** The filters that a click answers by itself; links are found by their references first. */
function filtersOf(query: StatsQuery): Selection["filters"] {
  const filters: Selection["filters"] = {};
  for (const dimension of Object.keys(COLUMNS) as ColumnDimension[]) {
    if (dimension !== "link" && query[dimension]) filters[dimension] = query[dimension];
  }
  return filters;
}

function checkSeries(start: number, end: number, interval: Interval): void {
  if (end > SERIES_END) {
    const message = "Must not be after 2100 where a series is asked for";
    throw invalid({ path: "end", code: "too_big", message });
  }
  if ((end - start) / SHORTEST_MS[interval] > MAX_INTERVALS) {
    const message = `Gives more than ${MAX_INTERVALS} entries; choose a longer interval or a shorter time`;
    throw invalid({ path: "interval", code: "too_many_intervals", message });
  }
}

async function group(
  ctx: ClickCtx,
  selection: Selection,
  dimension: NonNullable<StatsQuery["groupBy"]>,
  limit: number,
) {
  if (dimension !== "tag") return askGroups(ctx.analytics, selection, dimension, limit);
  return askTagGroups(ctx.analytics, selection, await linksOfTags(ctx.db, selection.workspaceId), limit);
}

function presentEntry({ start, clicks, visitors }: SeriesEntry): Counts & { start: string } {
  return { start: iso(start), clicks, visitors };
}

function presentGroup(dimension: string, { value, clicks, visitors }: Group) {
  return { [dimension]: value, clicks, visitors } as Counts & Record<string, string | number>;
}
