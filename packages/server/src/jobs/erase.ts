import { type Erasure, eraseClicks } from "../analytics/erase.ts";
import type { ClickCtx } from "../core/ctx.ts";
import { dueErasures, type ErasureRow, noteErased } from "../db/erasures.ts";
import { DAY_MS, HOUR_MS } from "../lib/time.ts";

const AT_ONCE = 1_000;
/** A journal on another node, or one that ClickHouse was away for, may still hold clicks: they go as well, when they come. */
const LOOK_AGAIN_MS = [HOUR_MS, DAY_MS, 7 * DAY_MS, 30 * DAY_MS];

/** Goes on with erasing clicks of what is gone for good, and looks for late ones for some weeks. */
export async function eraseDue(ctx: Pick<ClickCtx, "db" | "analytics" | "now" | "log">): Promise<void> {
  const rows = await dueErasures(ctx.db, ctx.now(), AT_ONCE);
  if (!(await eraseClicks(ctx.analytics, erasuresOf(rows)))) return;
  for (const row of rows) {
    const pause = LOOK_AGAIN_MS[row.checks];
    await noteErased(ctx.db, row, pause === undefined ? null : ctx.now() + pause);
  }
  const links = rows.filter(({ checks }) => checks === 0).length;
  if (links > 0) ctx.log.info({ links }, "clicks of purged links are erased");
}

function erasuresOf(rows: ErasureRow[]): Erasure[] {
  const byWorkspace = Map.groupBy(rows, (row) => row.workspace_id);
  return [...byWorkspace].map(([workspaceId, those]) => {
    const linkIds = those.map((row) => row.link_id);
    return linkIds.includes("") ? { workspaceId } : { workspaceId, linkIds };
  });
}
