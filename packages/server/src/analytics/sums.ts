import type { Analytics } from "./client.ts";

/**
 * Up to where the sums stand for single clicks: they are equal for every whole hour from `purged` up to `closed`, as of the part
 * `watermark` of the table of clicks. Single clicks from before `purged` are gone or going. Times in milliseconds since 1970.
 */
export type SumsState = { version: number; watermark: number; closed: number; purged: number };

/**
 * Clicks by link, hour (UTC), class and trigger. Rows of one key add up; a row may be negative, where clicks were taken back.
 * Qualified as the table of clicks is.
 */
export function sumsTable({ clicks }: Pick<Analytics, "clicks">): string {
  return clicks.replace(/clicks$/, "link_hours");
}

/** One row, of the highest version. Here and not in the database: whoever puts another click store in place starts anew. */
export function stateTable({ clicks }: Pick<Analytics, "clicks">): string {
  return clicks.replace(/clicks$/, "link_hours_state");
}

export const SUM_COLUMNS = "workspace, link, hour, class, trigger";

/** Makes the tables where they aren't there. */
export async function prepareSums(analytics: Analytics): Promise<void> {
  const durable = "fsync_after_insert = 1, fsync_part_directory = 1";
  await analytics.command(
    `create table if not exists ${sumsTable(analytics)} (workspace String, link String, hour DateTime('UTC'),
       class LowCardinality(String), trigger LowCardinality(String), clicks Int64)
     engine = SummingMergeTree(clicks) partition by toYYYYMM(hour) order by (${SUM_COLUMNS})
     settings non_replicated_deduplication_window = 1000, ${durable}`,
  );
  await analytics.command(
    `create table if not exists ${stateTable(analytics)} (id UInt8, version UInt64, watermark UInt64,
       closed DateTime('UTC'), purged DateTime('UTC'))
     engine = ReplacingMergeTree(version) order by id settings ${durable}`,
  );
}

export async function readSumsState(analytics: Analytics, table = stateTable(analytics)): Promise<SumsState> {
  const [state] = await analytics.query<SumsState>(
    `select max(s.version) as version, argMax(s.watermark, s.version) as watermark,
       toUnixTimestamp(argMax(s.closed, s.version)) * 1000 as closed,
       toUnixTimestamp(argMax(s.purged, s.version)) * 1000 as purged
     from ${table} as s`,
  );
  return state ?? { version: 0, watermark: 0, closed: 0, purged: 0 };
}

export async function writeSumsState(
  analytics: Analytics,
  state: SumsState,
  table = stateTable(analytics),
): Promise<void> {
  const { version, watermark, closed, purged } = state;
  const row = [1, version, watermark, closed / 1_000, purged / 1_000].map(Math.floor).join(", ");
  await analytics.command(
    `insert into ${table} (id, version, watermark, closed, purged)
     select ${row} settings async_insert = 0`,
  );
}
