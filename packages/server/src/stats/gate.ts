import { DIMENSIONS, type Dimension } from "@visoli/contract/dimensions";
import { hasStatistics } from "@visoli/contract/plan";
import type { Interval, StatsQuery } from "@visoli/contract/stats";
import type { Actor } from "../core/actor.ts";
import type { ClickCtx } from "../core/ctx.ts";
import { requirePeriod, requireStatistics, statisticsNow } from "../core/statistics-gate.ts";
import type { Selected } from "./select.ts";

/** What every plan has: countries and referrers, and the parts that somebody's links come in anyway. */
const BASIC: ReadonlySet<Dimension> = new Set([
  "country",
  "referrer",
  "link",
  "slug",
  "domain",
  "tag",
  "folder",
]);
const FINE: ReadonlySet<Interval> = new Set(["minute", "hour"]);

/** Whether the plan has what is asked for, as far as the question itself says it. @throws plan.feature_required */
export async function requireForStats(
  ctx: ClickCtx,
  actor: Actor,
  query: Partial<StatsQuery>,
): Promise<void> {
  const what = breakdownOf(query);
  if (what !== undefined) await requireStatistics(ctx, actor, "breakdowns", what);
}

/** ... and whether it reaches back so far. @throws plan.feature_required */
export function requireTime(ctx: ClickCtx, actor: Actor, { now, before }: Selected): Promise<void> {
  return requirePeriod(ctx, actor, Math.min(now.start, before?.start ?? now.start));
}

export function requireSingleClicks(ctx: ClickCtx, actor: Actor): Promise<void> {
  return requireStatistics(ctx, actor, "full", "single clicks");
}

/** Which of the fields of a single click are told: `full` are all. */
export async function levelOf(ctx: ClickCtx, actor: Actor) {
  const { level } = await statisticsNow(ctx, actor);
  return { isFull: level === "full", hasBreakdowns: hasStatistics({ statistics: level }, "breakdowns") };
}

/** What of the question is more than every plan has, in words. */
function breakdownOf({
  groupBy = [],
  lists = [],
  interval,
  ...filters
}: Partial<StatsQuery>): string | undefined {
  const filtered = DIMENSIONS.filter((dimension) => filters[dimension] !== undefined);
  const dimension = [...groupBy, ...lists, ...filtered].find((each) => !BASIC.has(each));
  if (dimension !== undefined) return `breakdowns by ${dimension}`;
  return interval !== undefined && FINE.has(interval) ? `statistics by the ${interval}` : undefined;
}
