import type { Workspace, WorkspaceUpdate } from "@visoli/contract/workspace";
import type { Actor } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import { namedDifferences } from "../core/changes.ts";
import type { Ctx } from "../core/ctx.ts";
import { guard } from "../core/guard.ts";
import { emit } from "../core/outbox.ts";
import { getWorkspace as getRow, lockWorkspace, updateWorkspace as updateRow } from "../db/workspaces.ts";
import { presentWorkspace } from "./get.ts";

/** Changes what the input names. Links to a scheme that is not allowed any more stay as they are. */
export async function updateWorkspace(ctx: Ctx, actor: Actor, input: WorkspaceUpdate): Promise<Workspace> {
  guard(actor, "workspace:write");
  return ctx.db.transaction().execute(async (trx) => {
    const { workspaceId } = actor;
    await lockWorkspace(trx, ctx.config.database.kind, workspaceId);
    const before = await getRow(trx, workspaceId);
    const { name = before.name, allowedSchemes } = input;
    const settings = { ...before.settings, ...(allowedSchemes && { allowedSchemes }) };
    const after = { ...before, name, settings };
    await updateRow(trx, after);
    const changes = { ...input };
    await audit(ctx, trx, actor, {
      ...{ action: "workspace.update", subject: workspaceId },
      changes: namedDifferences(input, presentWorkspace(before), presentWorkspace(after)),
    });
    await emit(ctx, trx, { type: "workspace.updated", workspaceId, data: { id: workspaceId, changes } });
    return presentWorkspace(after);
  });
}
