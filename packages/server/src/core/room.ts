import { type PlanLimit, planThatHas } from "@visoli/contract/plan";
import { lockPlanName } from "../db/plans.ts";
import type { Trx } from "../db/schema.ts";
import type { Ctx } from "./ctx.ts";
import { lacksFeature, quotaExceeded } from "./plan-problems.ts";
import { planNamed } from "./plans.ts";

/** What a workspace may have so many of. */
export type Counted = Extract<PlanLimit, "keys" | "domains" | "members" | "webhooks">;

/**
 * Holds the workspace until the transaction ends, and makes sure that its plan has room for one more: to be called in the transaction
 * that adds it, before. `countNow` counts those that there are; it is asked once nobody else adds any.
 * @throws plan.quota_exceeded; plan.feature_required where the plan has none of them
 */
export async function requireRoom(
  ctx: Ctx,
  trx: Trx,
  workspaceId: string,
  what: Counted,
  countNow: (trx: Trx) => Promise<number>,
): Promise<void> {
  const name = await lockPlanName(trx, ctx.config.database.kind, workspaceId);
  const plan = planNamed(ctx.config, name);
  const limit = plan[what];
  if (limit === null) return;
  const used = await countNow(trx);
  if (used < limit) return;
  const upgradeTo = planThatHas(
    ctx.config.plans,
    plan,
    (other) => other[what] === null || other[what] > used,
  );
  if (limit === 0) throw lacksFeature({ plan: plan.name, what: `no ${what}`, upgradeTo });
  throw quotaExceeded({ plan: plan.name, limit, used, what, resetsAt: null, upgradeTo });
}
