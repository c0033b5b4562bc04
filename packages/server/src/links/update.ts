import type { LinkUpdate } from "@visoli/contract/link";
import type { Actor } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { shownDomain } from "../core/domain.ts";
import { problem } from "../core/errors.ts";
import { changedMeanwhile, checkIfMatch } from "../core/etag.ts";
import { guard } from "../core/guard.ts";
import { parseReference } from "../core/link-reference.ts";
import { emit } from "../core/outbox.ts";
import { type LinkRow, lockLink, updateLink as updateRow } from "../db/links.ts";
import type { Trx } from "../db/schema.ts";
import { setTags } from "../db/tags.ts";
import { refuseSelfLoop } from "./destination.ts";
import { linkNotFound, type VersionedLink } from "./get.ts";
import { presentLinks } from "./present.ts";

type Written = { before: LinkRow; after: LinkRow };

/** Changes what the input names. @throws link.not_found, link.version_mismatch, link.slug_taken, link.external_id_taken */
export async function updateLink(
  ctx: LinkCtx,
  actor: Actor,
  reference: string,
  input: LinkUpdate,
  ifMatch?: string,
): Promise<VersionedLink> {
  guard(actor, "links:write");
  if (input.url !== undefined) refuseSelfLoop(ctx, input.url);
  const { before, after } = await ctx.db.transaction().execute(async (trx) => {
    const row = await lockLink(
      trx,
      ctx.config.database.kind,
      actor.workspaceId,
      parseReference(ctx.config, reference),
    );
    if (!row) throw linkNotFound(reference);
    checkIfMatch(ifMatch, row.version);
    const written = await write(ctx, trx, row, input);
    await audit(ctx, trx, actor, { action: "link.update", subject: row.id, changes: input });
    await emit(ctx, trx, {
      type: "link.updated",
      workspaceId: actor.workspaceId,
      data: { id: row.id, changes: input },
    });
    return written;
  });
  ctx.forgetLink(before.domain, before.slug);
  ctx.forgetLink(after.domain, after.slug);
  const [link] = await presentLinks(ctx, actor.workspaceId, [after]);
  if (!link) throw linkNotFound(reference);
  return { link, version: after.version };
}

async function write(ctx: LinkCtx, trx: Trx, before: LinkRow, input: LinkUpdate): Promise<Written> {
  const changes = changesOf(ctx, input);
  switch (await updateRow(trx, before.id, before.version, changes)) {
    case "slug_taken":
      throw problem(
        "link.slug_taken",
        `The slug ${input.slug} is taken on ${shownDomain(ctx.config, before.domain)}`,
      );
    case "external_id_taken":
      throw problem("link.external_id_taken", `Another link has the externalId ${input.externalId}`);
    case "stale":
      throw changedMeanwhile();
    case "written":
  }
  if (input.tags) await setTags(trx, before.workspace_id, before.id, input.tags, ctx.now());
  const after = { ...before, ...changes, version: before.version + 1, tags: input.tags ?? before.tags };
  return { before, after };
}

function changesOf(ctx: LinkCtx, { url, slug, externalId, expiresAt, title }: LinkUpdate) {
  return {
    ...(url !== undefined && { url }),
    ...(slug !== undefined && { slug }),
    ...(externalId !== undefined && { external_id: externalId }),
    ...(expiresAt !== undefined && { expires_at: expiresAt === null ? null : Date.parse(expiresAt) }),
    ...(title !== undefined && { title }),
    updated_at: ctx.now(),
  };
}
