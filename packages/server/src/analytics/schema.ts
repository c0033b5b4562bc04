import { prepareApiRequests } from "./api-requests.ts";
import type { Analytics } from "./client.ts";
import { prepareConversions } from "./conversions.ts";
import { prepareDays } from "./days.ts";
import { moveNetworks, prepareNetworks } from "./networks.ts";
import { COLUMN_DEFINITIONS } from "./row.ts";
import { prepareSums } from "./sums.ts";
import { prepareKeepings } from "./workspace-purges.ts";

/** A question pays for each part that it touches: of a quarter that is over there is one, a day after its last click has come. */
const MERGED_WHEN_OVER =
  "min_age_to_force_merge_seconds = 86400, min_age_to_force_merge_on_partition_only = 1";

/** Makes the table of clicks where it isn't there, and the columns that an older version did not know. */
export async function prepareSchema(analytics: Analytics): Promise<void> {
  await analytics.command(
    `create table if not exists ${analytics.clicks} (${COLUMN_DEFINITIONS.join(", ")})
     engine = MergeTree partition by toStartOfQuarter(at) order by (workspace, link, at)
     settings non_replicated_deduplication_window = 10000, fsync_after_insert = 1, fsync_part_directory = 1, ${MERGED_WHEN_OVER}`,
  );
  await prepareNetworks(analytics);
  await prepareConversions(analytics);
  await prepareApiRequests(analytics);
  await prepareSums(analytics);
  await prepareDays(analytics);
  await prepareKeepings(analytics);
  await analytics.command(`alter table ${analytics.clicks} modify setting ${MERGED_WHEN_OVER}`);
  for (const change of ["add column if not exists", "modify column"]) {
    const changes = COLUMN_DEFINITIONS.map((column) => `${change} ${column}`);
    await analytics.command(`alter table ${analytics.clicks} ${changes.join(", ")}`);
  }
  await moveNetworks(analytics);
}
