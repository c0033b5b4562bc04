import type { Actor } from "../core/actor.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { problem } from "../core/errors.ts";
import { checkIfMatch } from "../core/etag.ts";
import { type LinkAccess, mayOnLink } from "../core/link-access.ts";
import { parseReference } from "../core/link-reference.ts";
import { type LinkRow, lockLink } from "../db/links.ts";
import type { Trx } from "../db/schema.ts";
import { linkNotFound } from "./get.ts";

/**
 * The link, held against other writers until the transaction ends, if the actor may change it.
 * @throws link.not_found, folder.forbidden, link.version_mismatch
 */
export async function lockForWriting(
  ctx: LinkCtx,
  trx: Trx,
  actor: Actor,
  which: { reference: string; ifMatch?: string | undefined; access: LinkAccess; state?: "live" | "trashed" },
): Promise<LinkRow> {
  const { reference, ifMatch, access, state } = which;
  const parsed = parseReference(ctx.domains, reference);
  const row = await lockLink(trx, ctx.config.database.kind, actor.workspaceId, parsed, state);
  if (!row || !mayOnLink(access, row, "viewer")) throw linkNotFound(reference);
  if (!mayOnLink(access, row, "editor"))
    throw problem("folder.forbidden", "Your role in the link's folder lets you read its links only");
  checkIfMatch(ifMatch, row.version);
  return row;
}
