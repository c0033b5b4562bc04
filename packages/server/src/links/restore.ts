import { type Actor, actorName } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { changedMeanwhile } from "../core/etag.ts";
import { announceAddresses, forgetAddresses } from "../core/forget.ts";
import { guard } from "../core/guard.ts";
import { type Idempotency, once } from "../core/idempotency.ts";
import { linkAccessOf } from "../core/link-access.ts";
import { emit } from "../core/outbox.ts";
import { insertHistory } from "../db/history.ts";
import { type LinkRow, updateLink } from "../db/links.ts";
import type { Trx } from "../db/schema.ts";
import { linkNotFound, type VersionedLink } from "./get.ts";
import { externalIdTaken } from "./insert.ts";
import { lockForWriting } from "./lock.ts";
import { presentLinks } from "./present.ts";

/** Takes a link out of the trash, with its slugs and its statistics. @throws link.not_found, link.external_id_taken, folder.forbidden */
export async function restoreLink(
  ctx: LinkCtx,
  actor: Actor,
  reference: string,
  idempotency?: Idempotency,
): Promise<VersionedLink> {
  guard(actor, "links:write");
  const { answer: after } = await ctx.db
    .transaction()
    .execute((trx) => once(ctx, trx, actor, idempotency, () => writeRestored(ctx, trx, actor, reference)));
  forgetAddresses(ctx, after);
  const [link] = await presentLinks(ctx, actor.workspaceId, [after]);
  if (!link) throw linkNotFound(reference);
  return { link, version: after.version };
}

async function writeRestored(ctx: LinkCtx, trx: Trx, actor: Actor, reference: string): Promise<LinkRow> {
  const access = await linkAccessOf(trx, actor);
  const link = await lockForWriting(ctx, trx, actor, { reference, access, state: "trashed" });
  const changes = { deleted_at: null, updated_at: ctx.now() };
  const result = await updateLink(trx, link.id, link.version, changes);
  if (result === "external_id_taken") throw externalIdTaken(link.external_id);
  if (result !== "written") throw changedMeanwhile();
  const version = link.version + 1;
  await insertHistory(trx, {
    link_id: link.id,
    version,
    workspace_id: link.workspace_id,
    actor: actorName(actor),
    changes: JSON.stringify({ deleted: [true, false] }),
    created_at: ctx.now(),
  });
  await audit(ctx, trx, actor, { action: "link.restore", subject: link.id });
  await emit(ctx, trx, { type: "link.restored", workspaceId: actor.workspaceId, data: { id: link.id } });
  await announceAddresses(ctx, trx, link);
  return { ...link, ...changes, version };
}
