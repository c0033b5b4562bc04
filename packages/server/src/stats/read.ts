import { METRICS, type Metric, type SomeCounts, type Stats, type StatsQuery } from "@visoli/contract/stats";
import { isOfConversions } from "../analytics/conversion-source.ts";
import { askCourse, type SeriesEntry } from "../analytics/questions/course.ts";
import { askTotals } from "../analytics/questions/totals.ts";
import type { Selection } from "../analytics/where.ts";
import type { Actor } from "../core/actor.ts";
import type { ClickCtx } from "../core/ctx.ts";
import { invalid } from "../core/errors.ts";
import { guard } from "../core/guard.ts";
import { iso } from "../lib/time.ts";
import { checkSeries, groupLimit } from "./bounds.ts";
import { requireForStats, requireTime } from "./gate.ts";
import { findGroups, presentGroups } from "./groups-of.ts";
import { type FoundLists, findLists, presentLists } from "./lists-of.ts";
import { select } from "./select.ts";
import { withDecimals } from "./with-decimals.ts";

/**
 * Totals, and a series, groups or another period beside them where asked for. Each is a question of its own, all at once.
 * @throws plan.feature_required, link.not_found, folder.not_found, request.invalid
 */
export async function readStats(ctx: ClickCtx, actor: Actor, query: StatsQuery): Promise<Stats> {
  guard(actor, "stats:read");
  const metrics = metricsOf(query);
  if (metrics.some(isOfConversions)) guard(actor, "conversions:read");
  await requireForStats(ctx, actor, query);
  const selected = await select(ctx, actor, query);
  await requireTime(ctx, actor, selected);
  const { now, before } = selected;
  const { interval, groupBy, lists, timezone, other = false } = query;
  if (interval) for (const one of [now, before]) if (one) checkSeries(one, interval);
  const asked = groupBy && { ...query, groupBy, metrics, other, limit: groupLimit(now, query) };
  const listed = lists && { ...query, lists, metrics };
  const finding = listed && findLists(ctx, now, listed);
  const [current, previous, groups, found] = await Promise.all([
    readCourse(ctx, now, query, metrics, finding),
    before && readCourse(ctx, before, query, metrics),
    asked && findGroups(ctx, selected, asked),
    finding,
  ]);
  const counted = {
    ...presentPeriod(now),
    timezone,
    ...presentCourse(current),
    ...(groups &&
      asked &&
      presentGroups(
        ctx,
        groups,
        asked,
        current.series?.map(({ start }) => start),
      )),
    ...(found && { lists: presentLists(ctx, found.lists) }),
    ...(before && previous && { previous: { ...presentPeriod(before), ...presentCourse(previous) } }),
  };
  return withDecimals(counted, query.currency);
}

function metricsOf({ metrics: wanted, orderBy, currency }: StatsQuery): readonly Metric[] {
  const metrics: readonly Metric[] = wanted ?? METRICS;
  if (orderBy && !metrics.includes(orderBy)) {
    const message = "Must be one of the metrics that are asked for";
    throw invalid({ path: "orderBy", code: "invalid_value", message });
  }
  if (metrics.includes("value") && currency === undefined)
    throw invalid({ path: "currency", code: "required", message: "Is required for value" });
  return metrics;
}

type Course = { totals: SomeCounts; series: SeriesEntry[] | undefined };

async function readCourse(
  { analytics }: ClickCtx,
  selection: Selection,
  { interval, timezone }: StatsQuery,
  metrics: readonly Metric[],
  lists?: Promise<FoundLists>,
): Promise<Course> {
  const counted = interval ? undefined : (await lists)?.totals;
  if (counted) return { totals: counted, series: undefined };
  if (!interval) return { totals: await askTotals(analytics, selection, metrics), series: undefined };
  return askCourse(analytics, selection, interval, timezone, metrics);
}

function presentPeriod({ start, end }: Selection): Pick<Stats, "start" | "end"> {
  return { start: iso(start), end: iso(end) };
}

function presentCourse({ totals, series }: Course) {
  return {
    totals,
    ...(series && { series: series.map(({ start, ...counts }) => ({ start: iso(start), ...counts })) }),
  };
}
