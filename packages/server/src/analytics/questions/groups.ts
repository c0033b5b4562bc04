import type { Counts } from "@visoli/contract/stats";
import type { Analytics } from "../client.ts";
import { COUNTS } from "../counts.ts";
import { COLUMNS, type ColumnDimension, type Selection, whereOf } from "../where.ts";

export type Group = Counts & { value: string };

/** The counts of each value of a dimension, most clicks and scans first. An empty value is "unknown". */
export async function askGroups(
  analytics: Analytics,
  selection: Selection,
  dimension: ColumnDimension,
  limit: number,
): Promise<Group[]> {
  const where = whereOf(selection);
  return analytics.query<Group>(
    `select ${COLUMNS[dimension]} as value, ${COUNTS}
     from ${analytics.clicks} where ${where.sql}
     group by value order by clicks + scans desc, value limit {limit:UInt32}`,
    { ...where.parameters, limit },
  );
}
