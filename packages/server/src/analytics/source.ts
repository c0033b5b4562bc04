import type { Interval, Metric } from "@visoli/contract/stats";
import { hasWholeHours } from "../lib/zone.ts";
import type { Analytics } from "./client.ts";
import { isOfConversions, withConversions } from "./conversion-source.ts";
import { stateTable, sumsTable } from "./sums.ts";
import { type ColumnDimension, type Period, type Selection, type Where, whereOf } from "./where.ts";

/** What a question reads: a table, which of its rows, and how each metric is had from its columns. */
export type Source = {
  table: string;
  where: Where;
  /** The columns that metrics are made of. */
  columns: readonly string[];
  metrics: Partial<Record<Metric, string>>;
};

/** What a question wants to know of the selected visits. */
export type Asked = {
  metrics: readonly Metric[];
  /** What groups are made by. */
  keys?: readonly ({ dimension: ColumnDimension } | { pairs: unknown })[];
  interval?: Interval | undefined;
  /** Where it matters that there is a row, and not only what rows add up to. */
  isOfRows?: boolean;
};

/** By their names as parameters: the period's own, unless others are given. */
type Names = { during?: Period; names?: [start: string, end: string] };

/**
 * Where statistics are read from; all of them ask here. From the sums are read the whole hours of links, triggers and classes, as far
 * as they are closed, and the hours before and after from single clicks. Where visitors are asked for, or times finer than the hours
 * of UTC, sums answer only for the time of which there are no single clicks any more. Everything else is read from single clicks.
 */
export function sourceOf(
  analytics: Analytics,
  selection: Selection,
  asked: Asked,
  { during = selection, names = ["start", "end"] }: Names = {},
): Source {
  const { start, end } = during;
  const where = whereOf({ ...selection, start, end }, names);
  if (!asked.metrics.some(isOfConversions))
    return visitsOf(analytics, selection, asked, { where, during, names });
  const metrics = asked.metrics.filter((metric) => !isOfConversions(metric));
  const visits =
    metrics.length > 0
      ? visitsOf(analytics, selection, { ...asked, metrics }, { where, during, names })
      : null;
  return withConversions(analytics, visits, where);
}

function visitsOf(
  analytics: Analytics,
  selection: Selection,
  asked: Asked,
  { where, during, names }: Required<Names> & { where: Where },
): Source {
  if (!isSummed(selection, asked)) return { ...SINGLE, table: analytics.clicks, where };
  const isFine = asked.metrics.includes("visitors") || !isInHours(asked, selection.timezone ?? "UTC", during);
  const isMerged = asked.keys !== undefined || (asked.isOfRows ?? false);
  const [from, until] = names;
  return withSums(analytics, where, { from, until, upTo: isFine ? "purged" : "closed", isMerged });
}

/** Only opens are no visits; of who opted out nothing is known, not even whether it is another visitor. */
const VISITORS = "uniqIf(visitor, trigger in ('', 'qr') and visitor != 0)";

const SINGLE = {
  columns: ["trigger", "visitor"],
  metrics: {
    clicks: "countIf(trigger = '')",
    scans: "countIf(trigger = 'qr')",
    opens: "countIf(trigger = 'open')",
    visitors: VISITORS,
  },
} as const;

const SUMMED = {
  columns: ["trigger", "visitor", "n"],
  metrics: {
    clicks: "sumIf(n, trigger = '')",
    scans: "sumIf(n, trigger = 'qr')",
    opens: "sumIf(n, trigger = 'open')",
    visitors: VISITORS,
  },
} as const;

const SUM_DIMENSIONS: ReadonlySet<ColumnDimension> = new Set(["link", "trigger", "class"]);

function isSummed({ filters }: Selection, { keys = [] }: Asked): boolean {
  const filtered = Object.entries(filters).filter(([, filter]) => filter) as [ColumnDimension, unknown][];
  return (
    filtered.every(([dimension]) => SUM_DIMENSIONS.has(dimension)) &&
    keys.every((key) => "pairs" in key || SUM_DIMENSIONS.has(key.dimension))
  );
}

function isInHours({ interval }: Asked, zone: string, { start, end }: Period): boolean {
  return interval === undefined || (interval !== "minute" && hasWholeHours(zone, start, end));
}

type Sums = { from: string; until: string; upTo: "closed" | "purged"; isMerged: boolean };

/** Both as one table, by the names of the table of clicks; an hour's clicks stand at its beginning. */
function withSums(analytics: Analytics, where: Where, { from, until, upTo, isMerged }: Sums): Source {
  const state = `(select argMax(${upTo}, version) from ${stateTable(analytics)})`;
  const first = `toDateTime(intDiv({${from}:Int64} + 3599999, 3600000) * 3600, 'UTC')`;
  const end = `least(toDateTime(intDiv({${until}:Int64}, 3600000) * 3600, 'UTC'), ${state})`;
  // Of clicks that were taken back there must be no row where there would be a group of none.
  const final = isMerged ? "final" : "";
  const alone = isMerged ? "settings do_not_merge_across_partitions_select_final = 1" : "";
  const table = `(
    select workspace, link, s.trigger as trigger, s.class as class, toDateTime64(hour, 3, 'UTC') as at,
      toUInt64(0) as visitor, clicks as n
    from ${sumsTable(analytics)} as s ${final} where ${where.sql} and hour >= ${first} and hour < ${end}
    ${alone}
    union all
    select workspace, link, c.trigger as trigger, c.class as class, c.at as at, visitor, 1 as n
    from ${analytics.clicks} as c where ${where.sql} and (at < ${precise(first)} or at >= ${precise(end)}))`;
  return { ...SUMMED, table, where: { sql: "true", parameters: where.parameters } };
}

/** A DateTime64 is never to be compared with a DateTime: by the index, ClickHouse 26.7 leaves out the second before it. */
function precise(time: string): string {
  return `toDateTime64(${time}, 3, 'UTC')`;
}

/** Of all time, as far as the click store's times reach in every zone. */
export const ALL_TIME: Period = { start: 0, end: Date.UTC(2099, 11, 31) };
