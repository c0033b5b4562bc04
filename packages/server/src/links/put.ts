import type { Link, LinkPut, LinkUpdate } from "@visoli/contract/link";
import type { Actor } from "../core/actor.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { invalid, ProblemError, problem } from "../core/errors.ts";
import { forgetAddresses } from "../core/forget.ts";
import { guard } from "../core/guard.ts";
import { isTheirs } from "../core/link-access.ts";
import { type LinkQuota, readLinkQuota } from "../core/quota.ts";
import { findLink, type LinkRow } from "../db/links.ts";
import type { Trx } from "../db/schema.ts";
import { writeNew } from "./create.ts";
import { readEnvironment } from "./environment.ts";
import { externalIdTaken } from "./insert.ts";
import { presentLinks } from "./present.ts";
import { hashPassword } from "./settings.ts";
import { applyTemplate } from "./template.ts";
import { type Written, writeChange } from "./update.ts";

const TRIES = 3;

export type Put = { link: Link; version: number; isNew: boolean };

/**
 * Makes the link with that externalId, or changes what the input names of the one that is there: however often and however many at
 * once, it stays one link. With If-Match it makes none. @throws as `createLink` and `updateLink`
 */
export async function putLink(
  ctx: LinkCtx,
  actor: Actor,
  externalId: string,
  input: LinkPut,
  ifMatch?: string,
): Promise<Put> {
  guard(actor, "links:write");
  const passwordHash = await hashPassword(input.password);
  const quota = await readLinkQuota(ctx, actor);
  const which = { externalId, input, ifMatch, passwordHash, quota };
  for (let tries = 1; ; tries++) {
    try {
      const done = await ctx.db.transaction().execute((trx) => putOnce(ctx, trx, actor, which));
      return await finish(ctx, actor, done);
    } catch (error) {
      if (!isRace(error) || tries === TRIES) throw error;
    }
  }
}

/** Somebody else may have made it at the same moment, with the same slug, too: now it is there to be changed. */
function isRace(error: unknown): boolean {
  return error instanceof ProblemError && ["link.external_id_taken", "link.slug_taken"].includes(error.code);
}

type Which = {
  externalId: string;
  input: LinkPut;
  ifMatch: string | undefined;
  passwordHash: string | undefined;
  quota: LinkQuota;
};

async function putOnce(
  ctx: LinkCtx,
  trx: Trx,
  actor: Actor,
  { externalId, input, ifMatch, passwordHash, quota }: Which,
): Promise<Link | Written> {
  const environment = await readEnvironment(trx, actor);
  const existing = await findLink(trx, actor.workspaceId, { externalId });
  if (!existing) {
    if (ifMatch !== undefined)
      throw problem("link.version_mismatch", `There is no link with the externalId ${externalId} to match`);
    const full = await applyTemplate(trx, actor, { ...input, externalId });
    return writeNew(ctx, trx, actor, environment, { input: full, passwordHash, quota });
  }
  // Somebody else's: that the externalId is taken is all there is to say.
  if (!isTheirs(environment, existing)) throw externalIdTaken(externalId);
  refuseMove(ctx, existing, input.domain);
  const change = { reference: existing.id, input: changeOf(input), ifMatch };
  return writeChange(ctx, trx, actor, environment, change, passwordHash);
}

async function finish(ctx: LinkCtx, actor: Actor, done: Link | Written): Promise<Put> {
  if (!("before" in done)) {
    forgetAddresses(ctx, done);
    return { link: done, version: 1, isNew: true };
  }
  for (const row of [done.before, done.after]) forgetAddresses(ctx, row);
  const [link] = await presentLinks(ctx, actor.workspaceId, [done.after]);
  if (!link) throw new Error("a link that was written is not shown");
  return { link, version: done.after.version, isNew: false };
}

/** What the input says of a link that is there already. */
function changeOf({
  domain: _,
  slugLength: __,
  slugPrefix: ___,
  template: ____,
  ...change
}: LinkPut): LinkUpdate {
  return change;
}

function refuseMove(ctx: LinkCtx, link: LinkRow, host: string | undefined): void {
  if (host === undefined || ctx.domains.byHost(host)?.id === link.domain) return;
  const message = "The link is on another domain; an address that was handed out does not move";
  throw invalid({ path: "domain", code: "immutable", message });
}
