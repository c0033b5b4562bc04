import type { JudgedLink } from "@visoli/contract/abuse";
import type { Actor } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import { problem } from "../core/errors.ts";
import { forgetAddresses } from "../core/forget.ts";
import { guard } from "../core/guard.ts";
import { readShortUrl } from "../core/read-short-url.ts";
import { lockAnyLink } from "../db/blocked.ts";
import type { LinkRow } from "../db/links.ts";
import type { Trx } from "../db/schema.ts";
import { destinationsOf } from "./destinations.ts";
import { presentJudged } from "./present.ts";
import { allowance, reasonText } from "./reason.ts";
import { type BlockCtx, writeBlocking } from "./write-block.ts";

/** Whom the owner's history names: who runs the service, not which of its people. */
export const INSTANCE = "instance";

/** Blocks a link of whatever workspace, by its short URL or its id. @throws link.not_found */
export async function blockLink(
  ctx: BlockCtx,
  actor: Actor,
  { link, reason }: { link: string; reason: string },
): Promise<JudgedLink> {
  guard(actor, "instance:admin");
  const after = await ctx.db
    .transaction()
    .execute(async (trx) => writeAdminBlock(ctx, trx, actor, await lockNamed(ctx, trx, link), reason));
  forgetAddresses(ctx, after);
  return presentJudged(ctx, after);
}

/** Lets a link go, whoever blocked it: lists do not block it again for what it leads to now. @throws link.not_found */
export async function unblockLink(
  ctx: BlockCtx,
  actor: Actor,
  { link }: { link: string },
): Promise<JudgedLink> {
  guard(actor, "instance:admin");
  const after = await ctx.db.transaction().execute(async (trx) => {
    const before = await lockNamed(ctx, trx, link);
    if (before.blocked_at === null) return before;
    const note = allowance(destinationsOf(before));
    await audit(ctx, trx, actor, { action: "link.unblock", subject: before.id });
    return writeBlocking(ctx, trx, before, { note }, INSTANCE);
  });
  forgetAddresses(ctx, after);
  return presentJudged(ctx, after);
}

/** Blocks the link for what a person says, in the transaction that holds it. The same once more changes nothing. */
export async function writeAdminBlock(
  ctx: BlockCtx,
  trx: Trx,
  actor: Actor,
  link: LinkRow,
  words: string,
): Promise<LinkRow> {
  const reason = reasonText("admin", words);
  if (link.blocked_at !== null && link.block_reason === reason) return link;
  await audit(ctx, trx, actor, { action: "link.block", subject: link.id, changes: { reason } });
  return writeBlocking(ctx, trx, link, { reason }, INSTANCE);
}

async function lockNamed(ctx: BlockCtx, trx: Trx, name: string): Promise<LinkRow> {
  const reference = name.startsWith("lnk_") ? { id: name } : readShortUrl(ctx.domains, name);
  const link = reference && (await lockAnyLink(trx, ctx.config.database.kind, reference));
  if (!link) throw problem("link.not_found", `There is no link ${name}`);
  return link;
}
