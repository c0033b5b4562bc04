import { METRICS, type Metric, type SomeCounts } from "@visoli/contract/stats";
import type { Source } from "../asked.ts";
import type { Analytics } from "../client.ts";
import { countColumns, countsOf } from "../counts.ts";
import { type Key, keysOf, type Value } from "../keys.ts";
import { sourceOf } from "../source.ts";
import type { Selection } from "../where.ts";

/** By which keys, which metrics, and which groups come first: by the sum of some metrics, then by values. */
export type Grouping = {
  keys: Key[];
  metrics?: readonly Metric[];
  order?: { by: readonly Metric[]; direction: "asc" | "desc" };
  limit: number;
};

/** A value for each key, an empty one for "unknown". */
export type Group = { values: Value[]; counts: SomeCounts };

export const MOST_FOLLOWED = { by: ["clicks", "scans"], direction: "desc" } as const;

/** The counts of each combination of values that there are visits for, most clicks and scans first unless asked otherwise. */
export async function askGroups(
  analytics: Analytics,
  selection: Selection,
  { keys, metrics = METRICS, order = MOST_FOLLOWED, limit }: Grouping,
): Promise<Group[]> {
  if (isEmpty(keys)) return [];
  const counted = [...new Set([...metrics, ...order.by])];
  const source = await sourceOf(analytics, selection, { metrics: counted, keys });
  const { names, visits, valuesOf } = keysOf(keys);
  const rows = await analytics.query<SomeCounts & Record<string, unknown>>(
    `select ${names}, ${countColumns(source, counted)}
     from ${visits(source)}
     group by ${names} ${havingOf(source)} order by ${ranking(order, names)} limit {limit:UInt32}
     settings join_use_nulls = 0`,
    { ...source.where.parameters, limit },
  );
  return rows.map((row) => ({ values: valuesOf(row), counts: countsOf(row, metrics) }));
}

/** Grouping by what no link has gives no groups. */
export function isEmpty(keys: Key[]): boolean {
  return keys.some((key) => "pairs" in key && key.pairs.length === 0 && !key.withNone);
}

/** No groups of what was taken back. */
export function havingOf({ having }: Source): string {
  return having ? `having ${having}` : "";
}

/** For `order by`. */
export function ranking({ by, direction }: NonNullable<Grouping["order"]>, names: string): string {
  return `${by.join(" + ")} ${direction}, ${names}`;
}
