import type { Workspace } from "@visoli/contract/workspace";
import type { Actor } from "../core/actor.ts";
import type { Ctx } from "../core/ctx.ts";
import { guard } from "../core/guard.ts";
import { getWorkspace as getRow, type WorkspaceRow } from "../db/workspaces.ts";
import { iso } from "../lib/time.ts";

/** The workspace that the actor is in. */
export async function getWorkspace(ctx: Ctx, actor: Actor): Promise<Workspace> {
  guard(actor, "workspace:read");
  return presentWorkspace(await getRow(ctx.db, actor.workspaceId));
}

export function presentWorkspace({ id, name, settings, createdAt }: WorkspaceRow): Workspace {
  return { id, name, allowedSchemes: settings.allowedSchemes ?? [], createdAt: iso(createdAt) };
}
