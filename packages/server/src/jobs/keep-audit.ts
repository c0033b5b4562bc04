import type { Ctx } from "../core/ctx.ts";
import { planNamed } from "../core/plans.ts";
import { forgetAudit, hasAuditBefore, workspacesWithPlans } from "../db/audit-log.ts";
import { DAY_MS } from "../lib/time.ts";

const WORKSPACES_AT_ONCE = 500;
const ROWS_AT_ONCE = 1_000;

/** Drops what each workspace's audit log holds from before its plan's days, a little in each statement. */
export async function keepAudit(ctx: Ctx, signal?: AbortSignal): Promise<void> {
  const limit = WORKSPACES_AT_ONCE;
  for (let afterId = ""; ; ) {
    const some = await workspacesWithPlans(ctx.reads, { afterId, limit });
    for (const { id, plan } of some) {
      if (signal?.aborted) return;
      const { auditDays } = planNamed(ctx.config, plan);
      if (auditDays !== null) await forgetBefore(ctx, id, ctx.now() - auditDays * DAY_MS);
    }
    afterId = some.at(-1)?.id ?? "";
    if (some.length < limit) return;
  }
}

async function forgetBefore(ctx: Ctx, workspaceId: string, timeMs: number): Promise<void> {
  // Asked where nobody waits for it: most have nothing that old.
  if (!(await hasAuditBefore(ctx.reads, workspaceId, timeMs))) return;
  while ((await forgetAudit(ctx.db, workspaceId, timeMs, ROWS_AT_ONCE)) === ROWS_AT_ONCE);
}
