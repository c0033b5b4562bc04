import type { Analytics } from "../client.ts";
import { withNetworks } from "../networks.ts";
import type { ClickRow } from "../row.ts";
import { type Selection, whereOf } from "../where.ts";

/** The selected clicks one by one, with the names of their networks, newest first. */
export async function askSingleClicks(analytics: Analytics, selection: Selection): Promise<ClickRow[]> {
  const where = whereOf(selection);
  const rows = await analytics.query<Omit<ClickRow, "at"> & { milliseconds: number }>(
    `select * except (at), toUnixTimestamp64Milli(at) as milliseconds
     from ${withNetworks(analytics, `select * from ${analytics.clicks} where ${where.sql}`)}
     order by at desc, nonce desc`,
    where.parameters,
  );
  return rows.map(({ milliseconds, ...row }) => ({ ...row, at: milliseconds }));
}
