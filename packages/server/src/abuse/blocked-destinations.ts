import type {
  BlockedDestination,
  BlockedDestinationCreate,
  BlockedDestinationListQuery,
  BlockedDestinationPage,
} from "@visoli/contract/abuse";
import { newId } from "@visoli/contract/ids";
import { type Actor, actorName } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { invalid, problem } from "../core/errors.ts";
import { guard } from "../core/guard.ts";
import {
  blockedDestination,
  deleteBlockedDestination,
  insertBlockedDestination,
  listBlockedDestinations as listRows,
} from "../db/blocked.ts";
import { insertInvalidations } from "../db/invalidations.ts";
import { beginRoundAnew } from "../db/job-cursors.ts";
import type { Trx } from "../db/schema.ts";
import { pageOf } from "../lib/cursor.ts";
import { presentBlocked } from "./present.ts";

/** The round through all links that blocks and lets go what the lists say. */
export const LISTS_ROUND = "abuse_lists";

/** Blocks a host or the beginning of a URL: no new link may lead there, and those that do are blocked soon after. */
export async function blockDestination(
  ctx: LinkCtx,
  actor: Actor,
  input: BlockedDestinationCreate,
): Promise<BlockedDestination> {
  guard(actor, "instance:admin");
  const destination = readDestination(ctx, input.destination);
  const now = ctx.now();
  const row = { id: newId("blk", now), destination, reason: input.reason, created_at: now };
  const written = await ctx.db.transaction().execute(async (trx) => {
    const created = { ...row, created_by: actorName(actor) };
    const isNew = await insertBlockedDestination(trx, created);
    if (!isNew) return (await blockedDestination(trx, destination)) ?? created;
    await audit(ctx, trx, actor, { action: "destination.block", subject: row.id, changes: input });
    await tellAll(ctx, trx);
    return created;
  });
  await ctx.threats.reloadBlocked();
  return presentBlocked(written);
}

/** Takes it off the list; links that only it had blocked are let go soon after. @throws blocked_destination.not_found */
export async function unblockDestination(ctx: LinkCtx, actor: Actor, id: string): Promise<void> {
  guard(actor, "instance:admin");
  await ctx.db.transaction().execute(async (trx) => {
    const row = await deleteBlockedDestination(trx, id);
    if (!row) throw problem("blocked_destination.not_found", `There is no blocked destination ${id}`);
    const { destination } = row;
    await audit(ctx, trx, actor, { action: "destination.unblock", subject: id, changes: { destination } });
    await tellAll(ctx, trx);
  });
  await ctx.threats.reloadBlocked();
}

/** A page of what is blocked, newest first. */
export async function listBlockedDestinations(
  ctx: LinkCtx,
  actor: Actor,
  { cursor, limit }: BlockedDestinationListQuery,
): Promise<BlockedDestinationPage> {
  guard(actor, "instance:admin");
  const page = pageOf(await listRows(ctx.db, { beforeId: cursor, limit: limit + 1 }), limit);
  return { data: page.data.map(presentBlocked), nextCursor: page.nextCursor };
}

/** The other processes, and the round through the links that are there already. */
async function tellAll(ctx: LinkCtx, trx: Trx): Promise<void> {
  const what = { kind: "blocked_destinations" } as const;
  await insertInvalidations(trx, ctx.config.database.kind, [what], ctx.now());
  await beginRoundAnew(trx, LISTS_ROUND);
}

/** The destination in the form in which it is compared. @throws request.invalid where it is neither a host nor a URL, or all of a top level */
function readDestination(ctx: LinkCtx, text: string): string {
  const destination = ctx.threats.normalize(text);
  if (destination !== null) return destination;
  const message =
    "Must be a host such as bad.example or the beginning of a URL such as https://bad.example/path";
  throw invalid({ path: "destination", code: "invalid_format", message });
}
