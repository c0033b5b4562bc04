import type { Ctx } from "../packages/server/src/core/ctx.ts";
import { setPlan } from "../packages/server/src/db/plans.ts";
import { monthOf } from "../packages/server/src/lib/months.ts";

type Has = { ctx: Pick<Ctx, "db" | "plans" | "now"> };

/** The workspace has that plan from now on. */
export async function givePlan({ ctx }: Has, workspaceId: string, plan: string | null): Promise<void> {
  await setPlan(ctx.db, workspaceId, plan);
  ctx.plans.forget(workspaceId);
}

/** As if the workspace had made so many links in the month. */
export async function countAsMade({ ctx }: Has, workspaceId: string, links: number): Promise<void> {
  const row = { workspace_id: workspaceId, period: monthOf(ctx.now()), links };
  await ctx.db
    .insertInto("usage_counters")
    .values(row)
    .onConflict((conflict) => conflict.columns(["workspace_id", "period"]).doUpdateSet({ links }))
    .execute();
}

export async function linksCounted({ ctx }: Has, workspaceId: string): Promise<number> {
  const query = ctx.db.selectFrom("usage_counters").select("links").where("workspace_id", "=", workspaceId);
  const row = await query.where("period", "=", monthOf(ctx.now())).executeTakeFirst();
  return Number(row?.links ?? 0);
}
