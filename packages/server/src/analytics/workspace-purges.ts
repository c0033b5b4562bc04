import { isChangingClicks } from "./class-rules.ts";
import type { Analytics } from "./client.ts";
import { partitionId } from "./partitions.ts";
import { markedPartitions } from "./sums-parts.ts";
import { clickTime, hourTime } from "./times.ts";

/**
 * How many days of statistics a workspace's plan had when it was last looked at, since when it has no more than that, and up to which instant its
 * single clicks are gone or going, beside those of all. The last is the beginning of a month of UTC, and only grows. Times in milliseconds.
 */
export type Keeping = { workspace: string; days: number; since: number; purged: number };

/** Qualified as the table of clicks is. Of several rows of a workspace the last one counts. */
export function keepingsTable({ clicks }: Pick<Analytics, "clicks">): string {
  return clicks.replace(/clicks$/, "workspace_purges");
}

/** Makes the table where it isn't there. */
export async function prepareKeepings(analytics: Analytics): Promise<void> {
  await analytics.command(
    `create table if not exists ${keepingsTable(analytics)} (workspace String, days UInt32, since DateTime64(3, 'UTC'),
       purged DateTime('UTC'), written DateTime64(6, 'UTC'))
     engine = ReplacingMergeTree(written) order by workspace settings fsync_after_insert = 1, fsync_part_directory = 1`,
  );
}

export async function readKeepings(analytics: Analytics): Promise<Map<string, Keeping>> {
  const rows = await analytics.query<Keeping>(
    `select workspace, days, toUnixTimestamp64Milli(since) as since, toUnixTimestamp(purged) * 1000 as purged
     from ${keepingsTable(analytics)} final`,
  );
  return new Map(rows.map((row) => [row.workspace, row]));
}

export async function writeKeepings(analytics: Analytics, keepings: Keeping[]): Promise<void> {
  if (keepings.length === 0) return;
  const rows = keepings.map(
    ({ workspace, days, since, purged }) =>
      `(${id(workspace)}, ${Math.floor(days)}, ${clickTime(Math.floor(since))}, ${hourTime(purged)}, now64(6))`,
  );
  await analytics.command(`insert into ${keepingsTable(analytics)} values ${rows.join(", ")}`);
}

/** The condition for rows of that month, such as `202601`, of workspaces whose single clicks of then are there. */
export function isKept(analytics: Pick<Analytics, "clicks">, month: string): string {
  const start = Date.UTC(Number(month.slice(0, 4)), Number(month.slice(4)) - 1);
  return `workspace not in (select workspace from ${keepingsTable(analytics)} where purged > ${hourTime(start)})`;
}

/** The workspaces that have single clicks from before that instant, and when the first of these was. */
export async function workspacesWithClicks(
  analytics: Analytics,
  before: number,
): Promise<{ workspace: string; first: number }[]> {
  return analytics.query(
    `select workspace, toUnixTimestamp64Milli(min(at)) as first from ${analytics.clicks}
     where at < ${clickTime(before)} and workspace != '' group by workspace order by workspace`,
  );
}

/** Begins to remove the single clicks from before that instant of each; not while clicks are being changed. */
export async function removeClicks(
  analytics: Analytics,
  those: { workspace: string; before: number }[],
): Promise<void> {
  if (those.length === 0 || (await isChangingClicks(analytics))) return;
  const byTime = [...Map.groupBy(those, ({ before }) => before)];
  const conditions = byTime.map(
    ([before, some]) =>
      `(at < ${clickTime(before)} and workspace in [${some.map(({ workspace }) => id(workspace)).join(", ")}])`,
  );
  const where = conditions.join(" or ");
  for (const partition of await markedPartitions(analytics, 0)) {
    const of = partitionId(partition.id);
    const [found] = await analytics.query<{ count: number }>(
      `select count() as count from ${analytics.clicks} where _partition_id = ${of} and (${where})`,
    );
    if (found?.count)
      await analytics.command(
        `alter table ${analytics.clicks} delete in partition id ${of} where ${where} settings mutations_sync = 0`,
      );
  }
}

function id(workspace: string): string {
  if (!/^\w+$/.test(workspace)) throw new Error("not a workspace id");
  return `'${workspace}'`;
}
