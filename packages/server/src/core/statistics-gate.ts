import { hasStatistics, planThatHas, type StatisticsLevel } from "@visoli/contract/plan";
import { DAY_MS } from "../lib/time.ts";
import type { Actor } from "./actor.ts";
import type { Ctx } from "./ctx.ts";
import { lacksFeature } from "./plan-problems.ts";
import type { NamedPlan } from "./plans.ts";

/** What of statistics the workspace has at the moment. */
export type StatisticsNow = {
  plan: NamedPlan;
  level: StatisticsLevel;
  /** The clicks of the month are spent, so that it is less than the plan has. */
  isSpent: boolean;
};

/** A time that begins with a day may begin so much before the last of so many days. */
const SLACK_MS = DAY_MS;

export async function statisticsNow(ctx: Ctx, { workspaceId }: Actor): Promise<StatisticsNow> {
  const plan = await ctx.plans.of(workspaceId);
  const isSpent = (await ctx.plans.spentClicks(workspaceId, ctx.now())) !== null;
  return { plan, level: isSpent ? "basic" : plan.statistics, isSpent };
}

/** `what` is in the words "breakdowns by city", "single clicks". @throws plan.feature_required */
export async function requireStatistics(
  ctx: Ctx,
  actor: Actor,
  level: Exclude<StatisticsLevel, "basic">,
  what: string,
): Promise<void> {
  const { plan, level: has, isSpent } = await statisticsNow(ctx, actor);
  if (hasStatistics({ statistics: has }, level)) return;
  if (isSpent && hasStatistics(plan, level)) {
    const upgradeTo = planThatHas(
      ctx.config.plans,
      plan,
      (other) =>
        hasStatistics(other, level) &&
        (other.clicksPerMonth === null || other.clicksPerMonth > (plan.clicksPerMonth ?? 0)),
    );
    const spent = `no ${what} once the tracked clicks of the month are spent, as they are now`;
    throw lacksFeature({ plan: plan.name, what: spent, upgradeTo });
  }
  const upgradeTo = planThatHas(ctx.config.plans, plan, (other) => hasStatistics(other, level));
  throw lacksFeature({ plan: plan.name, what: `no ${what}`, upgradeTo });
}

/** Statistics may be asked for from `start` on, in milliseconds since 1970. @throws plan.feature_required */
export async function requirePeriod(ctx: Ctx, actor: Actor, start: number): Promise<void> {
  const plan = await ctx.plans.of(actor.workspaceId);
  const age = ctx.now() - start - SLACK_MS;
  if (plan.statisticsDays === null || age <= plan.statisticsDays * DAY_MS) return;
  const upgradeTo = planThatHas(
    ctx.config.plans,
    plan,
    ({ statisticsDays: days }) => days === null || age <= days * DAY_MS,
  );
  throw lacksFeature({
    plan: plan.name,
    what: `statistics of the last ${plan.statisticsDays} days only`,
    upgradeTo,
  });
}
