import { DAY_MS } from "../lib/time.ts";
import { isChangingClicks } from "./class-rules.ts";
import type { Analytics } from "./client.ts";
import { daysStateTable } from "./days.ts";
import { monthsOfPartition, partitionId } from "./partitions.ts";
import { readSumsState, writeSumsState } from "./sums.ts";
import { markedPartitions } from "./sums-parts.ts";

/**
 * Removes single clicks from before that UTC day; their sums stay. Only what the sums have said to be closed goes, so refresh them
 * just before. May be broken off anywhere: the next call goes on. A click that comes later than this for such a day is not counted.
 */
export async function purgeClicks(analytics: Analytics, before: number): Promise<void> {
  const state = await readSumsState(analytics);
  const { closed } = await readSumsState(analytics, daysStateTable(analytics));
  const day = Math.floor(Math.min(before, state.closed, closed) / DAY_MS) * DAY_MS;
  const purged = Math.max(day, state.purged);
  // First: from now on the sums answer for that time, and are not compared with the clicks any more. Others may hear of it a little later, and
  // until then look at single clicks: so these go with the next call.
  if (purged > state.purged)
    return writeSumsState(analytics, { ...state, version: state.version + 1, purged });
  if (purged === 0 || (await isChangingClicks(analytics))) return;
  const current = new Date(purged).toISOString().slice(0, 7).replace("-", "");
  for (const { id } of await markedPartitions(analytics, 0)) {
    const months = monthsOfPartition(id);
    if (months.every((month) => month < current))
      await analytics.command(`alter table ${analytics.clicks} drop partition id ${partitionId(id)}`);
    else if (months.some((month) => month <= current)) await purgeWithin(analytics, partitionId(id), purged);
  }
}

async function purgeWithin(analytics: Analytics, partition: string, purged: number): Promise<void> {
  const old = `at < fromUnixTimestamp64Milli(${purged}, 'UTC')`;
  const [found] = await analytics.query<{ count: number }>(
    `select count() as count from ${analytics.clicks} where _partition_id = ${partition} and ${old}`,
  );
  if (!found?.count) return;
  await analytics.command(
    `alter table ${analytics.clicks} delete in partition id ${partition} where ${old} settings mutations_sync = 0`,
  );
}
