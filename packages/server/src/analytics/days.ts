import type { Analytics } from "./client.ts";
import { type SumsState, stateTable } from "./sums.ts";
import { COLUMNS, type ColumnDimension } from "./where.ts";

/**
 * Of what a click carries itself, what is counted by day: everything that says where it came from. Links, triggers and classes are in
 * `link_hours`, and what the clock says is not the same in every zone.
 */
export const DAY_DIMENSIONS = [
  ...(["domain", "rule", "variant", "continent", "country", "region", "city", "asn", "referrer"] as const),
  ...(["browser", "os", "device", "deviceModel", "language", "bot"] as const),
  ...(["utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content"] as const),
] satisfies ColumnDimension[];
export type DayDimension = (typeof DAY_DIMENSIONS)[number];

/** What is counted by day: the values of a dimension, or (`all`) everything together. */
export type Counted = DayDimension | "all";
export const COUNTED: readonly Counted[] = ["all", ...DAY_DIMENSIONS];

export function isDayDimension(dimension: string): dimension is DayDimension {
  return DAY_DIMENSIONS.some((one) => one === dimension);
}

/** The value of a click, as SQL. */
export function dayValue(counted: Counted): string {
  return counted === "all" ? "''" : `toString(${COLUMNS[counted]})`;
}

/** The column that a dimension is read from, out of single clicks and out of sums; with a comma. */
export function dayColumn(counted: Counted): { single: string; summed: string } {
  if (counted === "all") return { single: "", summed: "" };
  if (counted === "asn") return { single: "c.asn as asn,", summed: "toUInt32OrZero(value) as asn," };
  const column = COLUMNS[counted];
  return { single: `toString(c.${column}) as ${column},`, summed: `value as ${column},` };
}

export const DAY_COUNTS = ["clicks", "scans", "opens", "visitors"] as const;

/**
 * A workspace's clicks by UTC day, value of a dimension, and class; `class` is empty for all classes together, which no class's sum
 * says of visitors. A visitor has another hash on every UTC day, so their numbers add up over days. With `grain` `month`, the same
 * for all days of a month together. Rows of one key add up, as in `link_hours`.
 */
export function daysTable({ clicks }: Pick<Analytics, "clicks">): string {
  return clicks.replace(/clicks$/, "workspace_days");
}

export function daysStateTable({ clicks }: Pick<Analytics, "clicks">): string {
  return clicks.replace(/clicks$/, "workspace_days_state");
}

export const DAY_KEY = "workspace, dimension, grain, class, day, value";

/** Makes the tables where they aren't there. */
export async function prepareDays(analytics: Analytics): Promise<void> {
  const durable = "fsync_after_insert = 1, fsync_part_directory = 1";
  await analytics.command(
    `create table if not exists ${daysTable(analytics)} (workspace String codec(ZSTD(1)),
       dimension LowCardinality(String), grain Enum8('day' = 1, 'month' = 2), class LowCardinality(String),
       day Date codec(Delta, ZSTD(1)), value String codec(ZSTD(1)),
       ${DAY_COUNTS.map((name) => `${name} Int64 codec(T64, ZSTD(1))`).join(", ")})
     engine = SummingMergeTree((${DAY_COUNTS.join(", ")})) partition by toYear(day) order by (${DAY_KEY})
     settings non_replicated_deduplication_window = 1000, ${durable}`,
  );
  await analytics.command(
    `create table if not exists ${daysStateTable(analytics)} as ${stateTable(analytics)}
     engine = ReplacingMergeTree(version) order by id settings ${durable}`,
  );
}

/** The instant up to which the days are counted is `closed`; its `purged` says nothing. */
export type DaysState = Omit<SumsState, "purged">;
