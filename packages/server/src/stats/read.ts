import type { Dimension } from "@visoli/contract/dimensions";
import type { Counts, Interval, Stats, StatsQuery } from "@visoli/contract/stats";
import { askGroups, type Group } from "../analytics/questions/groups.ts";
import { askSeries, type SeriesEntry } from "../analytics/questions/series.ts";
import { askTagGroups } from "../analytics/questions/tag-groups.ts";
import { askTotals } from "../analytics/questions/totals.ts";
import { COLUMNS, type ColumnDimension, type Period, type Selection } from "../analytics/where.ts";
import type { Actor } from "../core/actor.ts";
import type { ClickCtx } from "../core/ctx.ts";
import { invalid } from "../core/errors.ts";
import { guard } from "../core/guard.ts";
import { linksOfTags } from "../db/tags.ts";
import { DAY_MS, iso } from "../lib/time.ts";
import { linksOf } from "./links-of.ts";
import { readPeriod } from "./period.ts";
import { shownValue, storedFilter } from "./values.ts";

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
    ...(groups && groupBy && { groups: groups.map((one) => presentGroup(ctx, groupBy, one)) }),
  };
}

async function select(ctx: ClickCtx, actor: Actor, query: StatsQuery): Promise<Selection> {
  const { interval, include, link, tag } = query;
  const period = readPeriod(query, ctx.now());
  if (interval) checkSeries(period, interval);
  const links = await linksOf(ctx, actor, { link, tag });
  const filters = filtersOf(ctx, query);
  // Who asks for a class or a bot by name wants to see it.
  const includeBots = include === "bots" || filters.class !== undefined || filters.bot !== undefined;
  return { workspaceId: actor.workspaceId, ...period, includeBots, filters, links };
}

/** The filters that a visit answers by itself; links are found by their references first. */
function filtersOf({ domains }: ClickCtx, query: StatsQuery): Selection["filters"] {
  const filters: Selection["filters"] = {};
  for (const dimension of Object.keys(COLUMNS) as ColumnDimension[]) {
    const filter = query[dimension];
    if (dimension !== "link" && filter) filters[dimension] = storedFilter(domains, dimension, filter);
  }
  return filters;
}

function checkSeries({ start, end }: Period, interval: Interval): void {
  if (end > SERIES_END) {
    const message = "Must not be after 2100 where a series is asked for";
    throw invalid({ path: "end", code: "too_big", message });
  }
  if ((end - start) / SHORTEST_MS[interval] > MAX_INTERVALS) {
    const message = `Gives more than ${MAX_INTERVALS} entries; choose a longer interval or a shorter time`;
    throw invalid({ path: "interval", code: "too_many_intervals", message });
  }
}

async function group(ctx: ClickCtx, selection: Selection, dimension: Dimension, limit: number) {
  if (dimension !== "tag") return askGroups(ctx.analytics, selection, dimension, limit);
  return askTagGroups(ctx.analytics, selection, await linksOfTags(ctx.db, selection.workspaceId), limit);
}

function presentEntry({ start, ...counts }: SeriesEntry): Counts & { start: string } {
  return { start: iso(start), ...counts };
}

function presentGroup({ domains }: ClickCtx, dimension: Dimension, { value, ...counts }: Group) {
  const shown = shownValue(domains, dimension, value);
  return { [dimension]: shown, ...counts } as Counts & Record<string, string | number>;
}
