import { type Actor, actorName } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { changedMeanwhile } from "../core/etag.ts";
import { announceAddresses, forgetAddresses } from "../core/forget.ts";
import { guard } from "../core/guard.ts";
import { type LinkAccess, linkAccessOf } from "../core/link-access.ts";
import { emit } from "../core/outbox.ts";
import { insertHistory } from "../db/history.ts";
import { type LinkRow, updateLink } from "../db/links.ts";
import type { Trx } from "../db/schema.ts";
import { lockForWriting } from "./lock.ts";

/**
 * Puts a link into the trash: it stops redirecting at once, and its slugs stay taken. @throws link.not_found, link.version_mismatch,
 * folder.forbidden
 */
export async function deleteLink(
  ctx: LinkCtx,
  actor: Actor,
  reference: string,
  ifMatch?: string,
): Promise<void> {
  guard(actor, "links:write");
  const row = await ctx.db.transaction().execute(async (trx) => {
    const access = await linkAccessOf(trx, actor);
    return writeDeletion(ctx, trx, actor, { reference, ifMatch, access });
  });
  forgetAddresses(ctx, row);
}

/** Deletes one link in the transaction. @throws as `deleteLink` */
export async function writeDeletion(
  ctx: LinkCtx,
  trx: Trx,
  actor: Actor,
  which: { reference: string; ifMatch?: string | undefined; access: LinkAccess },
): Promise<LinkRow> {
  const link = await lockForWriting(ctx, trx, actor, which);
  const now = ctx.now();
  const result = await updateLink(trx, link.id, link.version, { deleted_at: now, updated_at: now });
  if (result !== "written") throw changedMeanwhile();
  await insertHistory(trx, {
    link_id: link.id,
    version: link.version + 1,
    workspace_id: link.workspace_id,
    actor: actorName(actor),
    changes: JSON.stringify({ deleted: [false, true] }),
    created_at: now,
  });
  await audit(ctx, trx, actor, { action: "link.delete", subject: link.id });
  await emit(ctx, trx, { type: "link.deleted", workspaceId: actor.workspaceId, data: { id: link.id } });
  await announceAddresses(ctx, trx, link);
  return link;
}
