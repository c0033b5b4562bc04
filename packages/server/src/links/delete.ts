import type { Actor } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { changedMeanwhile, checkIfMatch } from "../core/etag.ts";
import { guard } from "../core/guard.ts";
import { parseReference } from "../core/link-reference.ts";
import { emit } from "../core/outbox.ts";
import { lockLink, updateLink } from "../db/links.ts";
import { linkNotFound } from "./get.ts";

/** Deletes a link: it stops redirecting at once, and its slug stays taken. @throws link.not_found, link.version_mismatch */
export async function deleteLink(
  ctx: LinkCtx,
  actor: Actor,
  reference: string,
  ifMatch?: string,
): Promise<void> {
  guard(actor, "links:write");
  const row = await ctx.db.transaction().execute(async (trx) => {
    const link = await lockLink(
      trx,
      ctx.config.database.kind,
      actor.workspaceId,
      parseReference(ctx.config, reference),
    );
    if (!link) throw linkNotFound(reference);
    checkIfMatch(ifMatch, link.version);
    const result = await updateLink(trx, link.id, link.version, {
      deleted_at: ctx.now(),
      updated_at: ctx.now(),
    });
    if (result !== "written") throw changedMeanwhile();
    await audit(ctx, trx, actor, { action: "link.delete", subject: link.id });
    await emit(ctx, trx, { type: "link.deleted", workspaceId: actor.workspaceId, data: { id: link.id } });
    return link;
  });
  ctx.forgetLink(row.domain, row.slug);
}
