import type { WorkspaceDelete } from "@visoli/contract/workspace";
import type { Actor } from "../core/actor.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { invalid, problem } from "../core/errors.ts";
import { guardOwner } from "../core/guard.ts";
import { emit } from "../core/outbox.ts";
import { insertInvalidations } from "../db/invalidations.ts";
import { roleOf } from "../db/members.ts";
import type { Trx } from "../db/schema.ts";
import { closeWorkspace } from "../db/workspace-end.ts";
import { firstWorkspace, getWorkspace, lockWorkspace } from "../db/workspaces.ts";

/**
 * Ends the workspace for everybody at once: its links, keys, members and domains. What it had is cleared away by and by, its clicks too
 * (`jobs/clear-workspaces.ts`). @throws request.invalid where the name is another, workspace.undeletable
 */
export async function deleteWorkspace(ctx: LinkCtx, actor: Actor, input: WorkspaceDelete): Promise<void> {
  guardOwner(actor);
  const { workspaceId } = actor;
  const { kind } = ctx.config.database;
  await ctx.db.transaction().execute(async (trx) => {
    await lockWorkspace(trx, kind, workspaceId);
    guardOwner(await asOfNow(trx, actor));
    const { name } = await getWorkspace(trx, workspaceId);
    if (input.name !== name)
      throw invalid({ path: "name", code: "mismatch", message: "Is not the workspace's name" });
    if ((await firstWorkspace(trx))?.id === workspaceId)
      throw problem("workspace.undeletable", "The service's first workspace stays as long as the service");
    await closeWorkspace(trx, workspaceId, ctx.now());
    // Its log goes with it; the service's own says that it did.
    await emit(ctx, trx, { type: "workspace.deleted", workspaceId, data: { id: workspaceId } });
    await insertInvalidations(trx, kind, [{ kind: "everything" }], ctx.now(), ctx.origin);
  });
  ctx.log.info({ workspace: workspaceId, actor: actor.kind }, "a workspace is deleted");
  await ctx.domains.reload();
  ctx.forgetDomains();
}

async function asOfNow(trx: Trx, actor: Actor): Promise<Actor> {
  if (actor.kind !== "person") return actor;
  return { ...actor, role: (await roleOf(trx, actor.userId, actor.workspaceId)) ?? "viewer" };
}
