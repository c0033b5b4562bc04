import type { Actor } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import type { Ctx } from "../core/ctx.ts";
import { guard, guardAllLinks } from "../core/guard.ts";
import { emit } from "../core/outbox.ts";
import { deleteTag as deleteRow, findTag } from "../db/tag-list.ts";
import { tagNotFound } from "./rename.ts";

/** Deletes a tag and takes it from all its links, which stay. @throws tag.not_found */
export async function deleteTag(ctx: Ctx, actor: Actor, reference: string): Promise<void> {
  guard(actor, "links:write");
  guardAllLinks(actor);
  await ctx.db.transaction().execute(async (trx) => {
    const tag = await findTag(trx, actor.workspaceId, reference);
    if (!tag || !(await deleteRow(trx, tag.id))) throw tagNotFound(reference);
    await audit(ctx, trx, actor, { action: "tag.delete", subject: tag.id, changes: { name: tag.name } });
    await emit(ctx, trx, { type: "tag.deleted", workspaceId: actor.workspaceId, data: { ...tag } });
  });
}
