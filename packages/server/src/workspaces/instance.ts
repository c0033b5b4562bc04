import type {
  InstancePlan,
  InstanceWorkspace,
  InstanceWorkspaceListQuery,
  InstanceWorkspacePage,
} from "@visoli/contract/instance";
import type { Actor } from "../core/actor.ts";
import type { Ctx } from "../core/ctx.ts";
import { invalid, problem } from "../core/errors.ts";
import { guard } from "../core/guard.ts";
import { planNamed } from "../core/plans.ts";
import {
  countsOf,
  findWorkspace,
  type InstanceWorkspaceRow,
  listWorkspaces,
} from "../db/instance-workspaces.ts";
import { pageOf } from "../lib/cursor.ts";
import { iso } from "../lib/time.ts";
import { setWorkspacePlan } from "./set-plan.ts";

/** A page of all workspaces of the instance, the newest first. */
export async function listInstanceWorkspaces(
  ctx: Ctx,
  actor: Actor,
  { search, cursor, limit }: InstanceWorkspaceListQuery,
): Promise<InstanceWorkspacePage> {
  guard(actor, "instance:admin");
  const rows = await listWorkspaces(ctx.reads, { search, beforeId: cursor, limit: limit + 1 });
  const { data, nextCursor } = pageOf(rows, limit);
  return { data: await Promise.all(data.map((row) => present(ctx, row))), nextCursor };
}

/** Gives a workspace a plan, or with null what it pays for or has by default. @throws workspace.not_found, request.invalid */
export async function setInstancePlan(
  ctx: Ctx,
  actor: Actor,
  id: string,
  { plan }: InstancePlan,
): Promise<InstanceWorkspace> {
  guard(actor, "instance:admin");
  const names = Object.keys(ctx.config.plans);
  if (plan !== null && !names.includes(plan))
    throw invalid({ path: "plan", code: "invalid_value", message: `Must be one of ${names.join(", ")}` });
  const isThere = (await findWorkspace(ctx.db, id)) && (await setWorkspacePlan(ctx, actor, plan, id));
  const after = isThere ? await findWorkspace(ctx.db, id) : undefined;
  if (!after) throw problem("workspace.not_found", `There is no workspace ${id}`);
  return present(ctx, after);
}

async function present(ctx: Ctx, row: InstanceWorkspaceRow): Promise<InstanceWorkspace> {
  const { id, name, plan, paidPlan, createdAt } = row;
  return {
    ...{ id, name, plan: planNamed(ctx.config, plan ?? paidPlan).name, granted: plan !== null },
    ...(await countsOf(ctx.reads, id)),
    createdAt: iso(createdAt),
  };
}
