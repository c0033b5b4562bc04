import type { Link, LinkCreate } from "@visoli/contract/link";
import type { Actor } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { forgetAddresses } from "../core/forget.ts";
import { guard } from "../core/guard.ts";
import { type Idempotency, once } from "../core/idempotency.ts";
import { linkAccessOf, visibleLinks } from "../core/link-access.ts";
import { emit } from "../core/outbox.ts";
import { countLink, type LinkQuota, readLinkQuota } from "../core/quota.ts";
import { findLinkByUrl } from "../db/links.ts";
import type { Trx } from "../db/schema.ts";
import { urlHash } from "../lib/hash.ts";
import { type Environment, readEnvironment } from "./environment.ts";
import { insertDrafts } from "./insert.ts";
import { destinationUrl, domainFor, prepareLink } from "./prepare.ts";
import { presentLink, withCounts } from "./present.ts";
import { hashPassword, redacted } from "./settings.ts";
import { applyTemplate } from "./template.ts";

/** What came of a create: a new link, or the one that was there (`ifExists: return`). */
export type Created = { link: Link; isNew: boolean };

/**
 * Makes a link. @throws link.slug_taken, link.external_id_taken, idempotency.mismatch, request.invalid, domain.not_found,
 * folder.not_found, folder.forbidden, template.not_found, plan.quota_exceeded
 */
export async function createLink(
  ctx: LinkCtx,
  actor: Actor,
  given: LinkCreate,
  idempotency?: Idempotency,
): Promise<Created> {
  guard(actor, "links:write");
  const passwordHash = await hashPassword(given.password);
  if (given.ifExists === "return") await ctx.needIndex("links_by_url");
  const quota = await readLinkQuota(ctx, actor);
  const { answer, replayed } = await ctx.db.transaction().execute((trx) =>
    once(ctx, trx, actor, idempotency, async () => {
      const environment = await readEnvironment(trx, actor);
      const input = await applyTemplate(trx, actor, given);
      const existing = input.ifExists === "return" ? await sameDestination(ctx, trx, actor, input) : null;
      if (existing) return { link: existing, isNew: false };
      const link = await writeNew(ctx, trx, actor, environment, { input, passwordHash, quota });
      return { link, isNew: true };
    }),
  );
  if (!replayed) forgetAddresses(ctx, answer.link);
  // A kept answer must be the same again, so it goes without.
  if (answer.isNew || idempotency) return answer;
  const [link = answer.link] = await withCounts(ctx, actor.workspaceId, [answer.link]);
  return { link, isNew: false };
}

type Wanted = { input: LinkCreate; passwordHash: string | undefined; quota: LinkQuota };

/** Writes one new link in the transaction, with its audit row and its event. @throws as `createLink` */
export async function writeNew(
  ctx: LinkCtx,
  trx: Trx,
  actor: Actor,
  environment: Environment,
  { input, passwordHash, quota }: Wanted,
): Promise<Link> {
  if (quota.refusal) throw quota.refusal;
  const draft = prepareLink(ctx, actor, environment, input, passwordHash);
  await countLink(ctx, trx, actor, quota, "before");
  const [failure] = await insertDrafts(ctx, trx, actor, [draft]);
  if (failure) throw failure;
  const link = presentLink(ctx, draft.row);
  await audit(ctx, trx, actor, { action: "link.create", subject: link.id, changes: redacted(input) });
  const data = { link, ...(input.fetchTitle && { fetchTitle: true }) };
  await emit(ctx, trx, { type: "link.created", workspaceId: actor.workspaceId, data });
  await countLink(ctx, trx, actor, quota, "after");
  return link;
}

/** The workspace's link to the same URL on the same domain, of those that the actor may see, without its clicks; or null. */
export async function sameDestination(
  ctx: LinkCtx,
  trx: Trx,
  actor: Actor,
  input: LinkCreate,
): Promise<Link | null> {
  const url = destinationUrl(input);
  const domain = domainFor(ctx, actor, input.domain).id;
  const visible = visibleLinks(await linkAccessOf(trx, actor));
  const same = {
    workspaceId: actor.workspaceId,
    domain,
    url,
    urlHash: urlHash(url),
    visible,
  };
  const row = await findLinkByUrl(trx, same);
  return row && presentLink(ctx, row, null);
}
