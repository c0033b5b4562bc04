import type { Metric } from "@visoli/contract/stats";
import type { Analytics } from "../client.ts";
import { sourceOf } from "../source.ts";
import type { Selection } from "../where.ts";

/** When the first of the selected visits was, in milliseconds; null where there are none. Conversions are among them where `more` has them. */
export async function askFirstVisit(
  analytics: Analytics,
  selection: Selection,
  more: readonly Metric[] = [],
): Promise<number | null> {
  // As where visitors are asked for: from the click itself as long as it is there, then from its hour.
  const source = await sourceOf(analytics, selection, { metrics: ["visitors", ...more], isOfRows: true });
  const [row] = await analytics.query<{ count: number; first: number }>(
    `select count() as count, toUnixTimestamp64Milli(min(at)) as first from ${source.table} where ${source.where.sql}`,
    source.where.parameters,
  );
  return row && row.count > 0 ? row.first : null;
}
