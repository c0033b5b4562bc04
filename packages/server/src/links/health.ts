import type { LinkCtx } from "../core/ctx.ts";
import { emit } from "../core/outbox.ts";
import { type Checkable, FAILURES_TO_BREAK, lockCheckable, setHealth, writeHealth } from "../db/health.ts";
import { HOUR_MS } from "../lib/time.ts";

/** What a look at a destination found; `isPrivate` where it lies in a network that is not ours to look into. */
export type Check = { hasFailed: boolean; outcome: string; isPrivate: boolean };

/** Failures in a row are at least that far apart. */
export const APART_MS = HOUR_MS;

/**
 * Writes a check down; where it makes the link broken, or whole again, its owner is told. What was found where the link does not lead
 * any more is dropped.
 */
export async function recordCheck(ctx: LinkCtx, link: Checkable, check: Check): Promise<void> {
  const at = ctx.now();
  const { hasFailed, outcome } = check;
  await ctx.db.transaction().execute(async (trx) => {
    const now = await lockCheckable(trx, ctx.config.database.kind, link);
    if (!now) return;
    const since = now.updated_at;
    const failures = await writeHealth(trx, {
      ...{ linkId: link.id, at, outcome, hasFailed },
      ...{ since, apartMs: APART_MS },
    });
    const flags = flagsAfter(now.flags, check);
    if (flags !== now.flags) await setHealth(trx, link.id, { flags });
    const isBroken = failures >= FAILURES_TO_BREAK;
    if (isBroken === (now.broken_at !== null) || (hasFailed && !isBroken)) return;
    await setHealth(trx, link.id, { broken_at: isBroken ? at : null });
    await emit(ctx, trx, {
      type: isBroken ? "link.broken" : "link.recovered",
      workspaceId: link.workspace_id,
      data: { id: link.id, url: link.url, outcome },
    });
  });
}

/** A look that failed says nothing about where it would have led. */
function flagsAfter(before: string | null, { isPrivate, hasFailed }: Check): string | null {
  const flags = before?.split(",") ?? [];
  if (isPrivate === flags.includes("private") || (hasFailed && !isPrivate)) return before;
  const after = isPrivate ? [...flags, "private"] : flags.filter((flag) => flag !== "private");
  return after.join(",") || null;
}
