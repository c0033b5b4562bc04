import type { Ctx } from "../core/ctx.ts";
import type { Domains } from "../core/domains.ts";
import { changedMeanwhile } from "../core/etag.ts";
import { announceAddresses } from "../core/forget.ts";
import { emit } from "../core/outbox.ts";
import { insertHistory } from "../db/history.ts";
import { type LinkRow, updateLink } from "../db/links.ts";
import type { Trx } from "../db/schema.ts";

/** What blocking needs; the operator's command line has no more than that. */
export type BlockCtx = Ctx & { domains: Domains; forgetLink(domainId: string, slugKey: string): void };

/** Blocked for a reason, or not, and then maybe with a note for the lists. */
export type Blocking = { reason: string } | { note: string | null };

/**
 * Blocks the link or lets it go, in the transaction that holds it: a new version, with its row in the history and its event. `by` is
 * whom the history names. Tell the redirect after the commit.
 */
export async function writeBlocking(
  ctx: BlockCtx,
  trx: Trx,
  link: LinkRow,
  blocking: Blocking,
  by: string,
): Promise<LinkRow> {
  const now = ctx.now();
  const isBlocked = "reason" in blocking;
  const changes = {
    blocked_at: isBlocked ? (link.blocked_at ?? now) : null,
    block_reason: isBlocked ? blocking.reason : blocking.note,
    updated_at: now,
  };
  if ((await updateLink(trx, link.id, link.version, changes)) !== "written") throw changedMeanwhile();
  const after: LinkRow = { ...link, ...changes, version: link.version + 1 };
  const told = ({ blocked_at, block_reason }: LinkRow) => (blocked_at === null ? null : block_reason);
  await insertHistory(trx, {
    link_id: link.id,
    version: after.version,
    workspace_id: link.workspace_id,
    actor: by,
    changes: JSON.stringify({ blockedReason: [told(link), told(after)] }),
    created_at: now,
  });
  await emit(ctx, trx, {
    type: isBlocked ? "link.blocked" : "link.unblocked",
    workspaceId: link.workspace_id,
    data: { id: link.id, ...(isBlocked && { reason: blocking.reason }) },
  });
  await announceAddresses(ctx, trx, after);
  return after;
}
