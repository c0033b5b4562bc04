import type { Counts } from "@visoli/contract/stats";
import type { Analytics } from "../client.ts";
import { type Selection, whereOf } from "../where.ts";

/** How many clicks, and how many different visitors. */
export async function askTotals(analytics: Analytics, selection: Selection): Promise<Counts> {
  const where = whereOf(selection);
  const [totals] = await analytics.query<Counts>(
    `select count() as clicks, uniq(visitor) as visitors from ${analytics.clicks} where ${where.sql}`,
    where.parameters,
  );
  return totals ?? { clicks: 0, visitors: 0 };
}
