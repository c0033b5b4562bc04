import type { Folder, FolderUpdate } from "@visoli/contract/folder";
import type { Actor } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import { namedDifferences } from "../core/changes.ts";
import type { Ctx } from "../core/ctx.ts";
import { guard, guardAllLinks } from "../core/guard.ts";
import { emit } from "../core/outbox.ts";
import { updateFolder as updateRow } from "../db/folders.ts";
import { lockForChange } from "./lock.ts";
import { nameTaken, presentFolder } from "./present.ts";

/** Changes name and default role; for managers. @throws folder.not_found, folder.forbidden, folder.name_taken */
export async function updateFolder(
  ctx: Ctx,
  actor: Actor,
  reference: string,
  input: FolderUpdate,
): Promise<Folder> {
  guard(actor, "links:write");
  guardAllLinks(actor);
  return ctx.db.transaction().execute(async (trx) => {
    const before = await lockForChange(ctx, trx, actor, reference);
    const { name = before.name, defaultRole: default_role = before.default_role } = input;
    const changes = { name, default_role, updated_at: ctx.now() };
    if ((await updateRow(trx, before.id, changes)) === "name_taken") throw nameTaken(name);
    const data = { id: before.id, changes: { ...input } };
    await audit(ctx, trx, actor, {
      ...{ action: "folder.update", subject: before.id },
      changes: namedDifferences(input, presentFolder(before), presentFolder({ ...before, ...changes })),
    });
    await emit(ctx, trx, { type: "folder.updated", workspaceId: actor.workspaceId, data });
    return presentFolder({ ...before, ...changes });
  });
}
