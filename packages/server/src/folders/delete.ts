import type { Actor } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import type { Ctx } from "../core/ctx.ts";
import { guard } from "../core/guard.ts";
import { emit } from "../core/outbox.ts";
import { deleteFolder as deleteRow, releaseLinks } from "../db/folders.ts";
import { lockForChange } from "./lock.ts";

/** Deletes a folder; for managers. Its links stay, in no folder: everybody's. @throws folder.not_found, folder.forbidden */
export async function deleteFolder(ctx: Ctx, actor: Actor, reference: string): Promise<void> {
  guard(actor, "links:write");
  const id = await ctx.db.transaction().execute(async (trx) => {
    const folder = await lockForChange(ctx, trx, actor, reference);
    await releaseLinks(trx, folder.id, ctx.now());
    await deleteRow(trx, folder.id);
    const data = { id: folder.id, name: folder.name };
    await audit(ctx, trx, actor, {
      action: "folder.delete",
      subject: folder.id,
      changes: { name: folder.name },
    });
    await emit(ctx, trx, { type: "folder.deleted", workspaceId: actor.workspaceId, data });
    return folder.id;
  });
  // Links that came into it while it went.
  await releaseLinks(ctx.db, id, ctx.now());
}
