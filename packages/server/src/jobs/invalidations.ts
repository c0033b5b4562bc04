import type { LinkCtx } from "../core/ctx.ts";
import { lastInvalidation, readInvalidations } from "../db/invalidations.ts";
import { HOUR_MS, MINUTE_MS } from "../lib/time.ts";

const BATCH = 1_000;
/** A transaction that is under way longer than that is none of ours. */
const GAP_MS = 5 * MINUTE_MS;
const MAX_GAPS = 10_000;
/** They are kept longer than that; who has not read them for so long begins anew. */
const FRESH_MS = 12 * HOUR_MS;

/** Makes this process forget what others have written: other nodes, and the operator's command line. Call the result every second. */
export function followInvalidations(ctx: LinkCtx): () => Promise<void> {
  let after = 0;
  let readAt = Number.NEGATIVE_INFINITY;
  // Numbers are drawn before they are committed: one that is missing may still come.
  const missing = new Map<number, number>();

  async function beginAnew(): Promise<void> {
    // Some before the last may not be committed yet; to forget too much does no harm.
    after = Math.max(0, (await lastInvalidation(ctx.db)) - BATCH);
    missing.clear();
    await ctx.threats.reloadBlocked();
    ctx.forgetDomains();
  }

  return async () => {
    const now = ctx.now();
    if (now - readAt > FRESH_MS) await beginAnew();
    for (;;) {
      const found = await readInvalidations(ctx.db, { after, missing: [...missing.keys()], limit: BATCH });
      if (found.some(({ what }) => what.kind === "blocked_destinations")) await ctx.threats.reloadBlocked();
      if (found.some(({ what, origin }) => what.kind === "everything" && origin !== ctx.origin)) {
        await ctx.domains.reload();
        ctx.forgetDomains();
      }
      for (const { sequence, origin, what } of found) {
        if (what.kind === "address" && origin !== ctx.origin) ctx.forgetLink(what.domain, what.slugKey);
        missing.delete(sequence);
        for (let gap = after + 1; gap < sequence; gap++) missing.set(gap, now);
        after = Math.max(after, sequence);
      }
      if (found.length < BATCH) break;
    }
    for (const [gap, since] of missing)
      if (now - since > GAP_MS || missing.size > MAX_GAPS) missing.delete(gap);
    readAt = now;
  };
}
