import { isChangingClicks } from "./class-rules.ts";
import type { Analytics } from "./client.ts";
import { daysTable } from "./days.ts";
import { partitionId } from "./partitions.ts";
import { sumsTable } from "./sums.ts";
import { linkList } from "./where.ts";

/** Everything of a workspace, or of some of its links. */
export type Erasure = { workspaceId: string; linkIds?: string[] };

/**
 * Goes on with erasing clicks, single ones first and then their sums; true once there are none left. The store erases in its own
 * time, so it takes several calls, and it does no harm to call it again or at once. Not while the sums are refreshed.
 */
export async function eraseClicks(analytics: Analytics, erasures: Erasure[]): Promise<boolean> {
  if (erasures.length === 0) return true;
  const those = erasures.map(conditionOf).join(" or ");
  if (!(await eraseSingle(analytics, those))) return false;
  if (!(await eraseSums(analytics, sumsTable(analytics), those))) return false;
  // Sums by day say nothing of links: those of a link's clicks are taken off when they are compared with the clicks that are left.
  const whole = erasures.filter(({ linkIds }) => linkIds === undefined).map(conditionOf);
  return whole.length === 0 || eraseSums(analytics, daysTable(analytics), whole.join(" or "));
}

async function eraseSingle(analytics: Analytics, those: string): Promise<boolean> {
  if (await isChangingClicks(analytics)) return false;
  const partitions = await analytics.query<{ id: string }>(
    `select distinct _partition_id as id from ${analytics.clicks} where ${those} order by id`,
  );
  for (const { id } of partitions)
    await analytics.command(
      `alter table ${analytics.clicks} delete in partition id ${partitionId(id)} where ${those} settings mutations_sync = 0`,
    );
  return partitions.length === 0;
}

async function eraseSums(analytics: Analytics, table: string, those: string): Promise<boolean> {
  if (await isChangingClicks({ ...analytics, clicks: table })) return false;
  const [found] = await analytics.query<{ count: number }>(
    `select count() as count from ${table} where ${those}`,
  );
  if (!found?.count) return true;
  await analytics.command(`alter table ${table} delete where ${those} settings mutations_sync = 0`);
  return false;
}

function conditionOf({ workspaceId, linkIds }: Erasure): string {
  if (!/^\w+$/.test(workspaceId)) throw new Error("not a workspace id");
  const workspace = `workspace = '${workspaceId}'`;
  return linkIds ? `(${workspace} and link in ${linkList(linkIds)})` : `(${workspace})`;
}
