import type { Analytics } from "../client.ts";
import { sumsTable } from "../sums.ts";
import type { Period } from "../where.ts";

/**
 * Workspaces that may have had at least so many clicks and scans by people in the time: none that had is left out, but some may be
 * among them that had half as many. One question for all of them.
 */
export async function askBusyWorkspaces(
  analytics: Analytics,
  { start, end }: Period,
  least: number,
): Promise<string[]> {
  const people = "class = 'human' and trigger in ('', 'qr')";
  const rows = await analytics.query<{ workspace: string }>(
    // An hour may be in both, or in the sums alone once its single clicks are gone.
    `select workspace from (
       select workspace, sum(clicks) as n from ${sumsTable(analytics)}
       where ${people} and hour >= toDateTime({start: Int64} / 1000, 'UTC') and hour < toDateTime({end: Int64} / 1000, 'UTC')
       group by workspace
       union all
       select workspace, toInt64(count()) as n from ${analytics.clicks}
       where ${people} and at >= fromUnixTimestamp64Milli({start: Int64}, 'UTC') and at < fromUnixTimestamp64Milli({end: Int64}, 'UTC')
       group by workspace)
     group by workspace having sum(n) >= {least: UInt64} order by workspace settings max_threads = 1`,
    { start, end, least },
  );
  return rows.map(({ workspace }) => workspace);
}
