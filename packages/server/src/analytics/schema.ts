import type { Analytics } from "./client.ts";
import { COLUMN_TYPES } from "./row.ts";

/** Makes the table of clicks where it isn't there, and the columns that an older version did not know. */
export async function prepareSchema(analytics: Analytics): Promise<void> {
  const columns = Object.entries(COLUMN_TYPES).map(([name, type]) => `${name} ${type}`);
  await analytics.command(
    `create table if not exists ${analytics.clicks} (${columns.join(", ")})
     engine = MergeTree partition by toYYYYMM(at) order by (workspace, link, at)
     settings non_replicated_deduplication_window = 10000, fsync_after_insert = 1, fsync_part_directory = 1`,
  );
  const additions = columns.map((column) => `add column if not exists ${column}`);
  await analytics.command(`alter table ${analytics.clicks} ${additions.join(", ")}`);
}
