import { METRICS, type Metric, type SomeCounts } from "@visoli/contract/stats";
import type { Analytics } from "../client.ts";
import { countColumns, countsOf } from "../counts.ts";
import { sourceOf } from "../source.ts";
import type { Selection } from "../where.ts";

/** How many clicks, scans and opens, and how many different visitors. */
export async function askTotals(
  analytics: Analytics,
  selection: Selection,
  metrics: readonly Metric[] = METRICS,
): Promise<SomeCounts> {
  const source = await sourceOf(analytics, selection, { metrics });
  const [totals] = await analytics.query<SomeCounts>(
    `select ${countColumns(source, metrics)} from ${source.table} where ${source.where.sql}`,
    source.where.parameters,
  );
  return countsOf(totals, metrics);
}
