import type { LinkCtx } from "../core/ctx.ts";
import { ProblemError } from "../core/errors.ts";
import { claimCheck, dueDomains } from "../db/domain-checks.ts";
import type { DomainRow } from "../db/domains.ts";
import { settleProof } from "../domains/settle.ts";
import { DAY_MS, MINUTE_MS } from "../lib/time.ts";

/** Verified domains are looked at daily, others for 3 days with pauses that double from a minute. */
const TIMES = { everyMs: DAY_MS, tryForMs: 3 * DAY_MS, firstMs: MINUTE_MS };
/** All at once, so that those that do not answer hold up nobody. */
const BATCH = 20;

/** Looks at the domains whose turn it is. */
export async function checkDomains(ctx: LinkCtx): Promise<void> {
  const due = await dueDomains(ctx.db, ctx.now(), { ...TIMES, limit: BATCH });
  await Promise.all(due.map((row) => check(ctx, row)));
}

/** Learns of what other nodes wrote. */
export async function refreshDomains(ctx: LinkCtx): Promise<void> {
  if (await ctx.domains.reload()) ctx.forgetDomains();
}

async function check(ctx: LinkCtx, row: DomainRow): Promise<void> {
  const now = ctx.now();
  if (!(await claimCheck(ctx.db, row, now))) return;
  const nobody = { kind: "operator", workspaceId: row.workspace_id } as const;
  try {
    const proof = await ctx.prove({ host: row.host, token: row.token });
    await settleProof(ctx, nobody, { ...row, checked_at: now }, proof);
  } catch (error) {
    // Another workspace's, or deleted meanwhile: there is nobody to tell.
    if (!(error instanceof ProblemError)) ctx.log.warn({ err: error, domain: row.id }, "domain not checked");
  }
}
