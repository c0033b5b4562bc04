import type { Actor } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import type { Ctx } from "../core/ctx.ts";
import { guard } from "../core/guard.ts";
import { type NamedPlan, planNamed } from "../core/plans.ts";
import { readPlanName, setPlan } from "../db/plans.ts";

/**
 * Gives a workspace a plan, or with null what it pays for or has by default; every process goes by it within a second or two. Nothing that
 * there is too much of is taken away. The workspace's log says that the service did it, the actor's own who. Gives back what the workspace
 * has then; null where there is no such workspace.
 * @throws auth.missing_scope
 */
export async function setWorkspacePlan(
  ctx: Ctx,
  actor: Actor,
  plan: string | null,
  workspaceId = actor.workspaceId,
): Promise<NamedPlan | null> {
  guard(actor, "instance:admin");
  const name = await ctx.db.transaction().execute(async (trx) => {
    const before = await readPlanName(trx, workspaceId);
    if (!(await setPlan(trx, workspaceId, plan))) return undefined;
    const after = await readPlanName(trx, workspaceId);
    const changes = { plan: { from: before ?? null, to: after ?? null } };
    const entry = { action: "workspace.set_plan", subject: workspaceId, changes };
    await audit(ctx, trx, actor, entry);
    if (workspaceId !== actor.workspaceId) await audit(ctx, trx, { kind: "operator", workspaceId }, entry);
    return after;
  });
  ctx.plans.forget(workspaceId);
  return name === undefined ? null : planNamed(ctx.config, name);
}
