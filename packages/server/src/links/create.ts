import { newId } from "@visoli/contract/ids";
import type { Link, LinkCreate } from "@visoli/contract/link";
import { isReservedSlug, randomSlug } from "@visoli/contract/slug";
import type { Actor } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { OWN_DOMAIN, shownDomain, storedDomain } from "../core/domain.ts";
import { problem } from "../core/errors.ts";
import { guard } from "../core/guard.ts";
import { type Idempotency, once } from "../core/idempotency.ts";
import { emit } from "../core/outbox.ts";
import { insertLink, type LinkRow } from "../db/links.ts";
import type { Trx } from "../db/schema.ts";
import { setTags } from "../db/tags.ts";
import { refuseSelfLoop } from "./destination.ts";
import { presentLink } from "./present.ts";

const MAX_RANDOM_TRIES = 10;

/** Makes a link. @throws link.slug_taken, link.external_id_taken, idempotency.mismatch */
export async function createLink(
  ctx: LinkCtx,
  actor: Actor,
  input: LinkCreate,
  idempotency?: Idempotency,
): Promise<Link> {
  guard(actor, "links:write");
  refuseSelfLoop(ctx, input.url);
  const { answer, replayed } = await ctx.db.transaction().execute((trx) =>
    once(ctx, trx, actor, idempotency, async () => {
      const row = await insertWithSlug(ctx, trx, actor, input);
      await setTags(trx, actor.workspaceId, row.id, row.tags, ctx.now());
      const link = presentLink(ctx, row, 0);
      await audit(ctx, trx, actor, { action: "link.create", subject: row.id, changes: input });
      await emit(ctx, trx, { type: "link.created", workspaceId: actor.workspaceId, data: { link } });
      return link;
    }),
  );
  if (!replayed) ctx.forgetLink(storedDomain(ctx.config, answer.domain), answer.slug);
  return answer;
}

/** Inserts under the slug asked for, or under random ones until one is free. */
async function insertWithSlug(ctx: LinkCtx, trx: Trx, actor: Actor, input: LinkCreate): Promise<LinkRow> {
  for (let tries = 0; tries < MAX_RANDOM_TRIES; tries++) {
    const { tags, ...row } = newRow(ctx, actor, input);
    if (isReservedSlug(row.slug)) continue;
    const result = await insertLink(trx, row);
    if (result === "written") return { ...row, tags };
    if (result === "external_id_taken")
      throw problem("link.external_id_taken", `Another link has the externalId ${input.externalId}`);
    if (input.slug !== undefined)
      throw problem(
        "link.slug_taken",
        `The slug ${input.slug} is taken on ${shownDomain(ctx.config, row.domain)}`,
      );
  }
  throw problem("service.unavailable", `No free slug was found in ${MAX_RANDOM_TRIES} tries`);
}

function newRow(ctx: LinkCtx, actor: Actor, input: LinkCreate): LinkRow {
  const now = ctx.now();
  return {
    id: newId("lnk", now),
    workspace_id: actor.workspaceId,
    domain: OWN_DOMAIN,
    slug: input.slug ?? randomSlug(),
    url: input.url,
    external_id: input.externalId ?? null,
    expires_at: input.expiresAt ? Date.parse(input.expiresAt) : null,
    title: input.title ?? null,
    version: 1,
    created_at: now,
    updated_at: now,
    deleted_at: null,
    tags: input.tags ?? [],
  };
}
