import type { Actor } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import type { Ctx } from "../core/ctx.ts";
import { guard, guardAllLinks } from "../core/guard.ts";
import { emit } from "../core/outbox.ts";
import { deleteFolder as deleteRow, listMembers, releaseLinks } from "../db/folders.ts";
import { lockForChange } from "./lock.ts";

/** Deletes a folder; for managers. Its links stay, in no folder: everybody's. @throws folder.not_found, folder.forbidden */
export async function deleteFolder(ctx: Ctx, actor: Actor, reference: string): Promise<void> {
  guard(actor, "links:write");
  guardAllLinks(actor);
  const id = await ctx.db.transaction().execute(async (trx) => {
    const folder = await lockForChange(ctx, trx, actor, reference);
    await releaseLinks(trx, folder.id, ctx.now());
    const members = await listMembers(trx, folder.id, { limit: Number.MAX_SAFE_INTEGER });
    await deleteRow(trx, folder.id);
    // Who saw it, so that nobody else learns of its end.
    const roles = Object.fromEntries(members.map(({ member, role }) => [member, role]));
    const access = { defaultRole: folder.default_role, members: roles };
    const data = { id: folder.id, name: folder.name, access };
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
