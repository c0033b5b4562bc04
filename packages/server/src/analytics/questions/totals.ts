import type { Counts } from "@visoli/contract/stats";
import type { Analytics } from "../client.ts";
import { COUNTS, NO_COUNTS } from "../counts.ts";
import { type Selection, whereOf } from "../where.ts";

/** How many clicks, scans and opens, and how many different visitors. */
export async function askTotals(analytics: Analytics, selection: Selection): Promise<Counts> {
  const where = whereOf(selection);
  const [totals] = await analytics.query<Counts>(
    `select ${COUNTS} from ${analytics.clicks} where ${where.sql}`,
    where.parameters,
  );
  return totals ?? NO_COUNTS;
}
