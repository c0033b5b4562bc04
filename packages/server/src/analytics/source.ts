import { hasWholeHours } from "../lib/zone.ts";
import type { Asked, Source } from "./asked.ts";
import type { Analytics } from "./client.ts";
import { isOfConversions, withConversions } from "./conversion-source.ts";
import { dayQuestion, withDays } from "./day-source.ts";
import { stateTable, sumsTable } from "./sums.ts";
import { type ColumnDimension, type Period, type Selection, type Where, whereOf } from "./where.ts";

/** By their names as parameters: the period's own, unless others are given. */
type Names = { during?: Period; names?: [start: string, end: string] };

/**
 * Where statistics are read from; all of them ask here. From the sums are read the whole hours of links, triggers and classes, as far
 * as they are closed, and the hours before and after from single clicks. For times finer than the hours of UTC, these sums answer only
 * for the time of which there are no single clicks any more. Of a workspace's visitors, and of one dimension alone, whole days that
 * are over come from the sums by day (`day-source.ts`). Everything else is read from single clicks.
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
      ? visitsOf(analytics, selection, { ...asked, metrics }, { where, during, names }, false)
      : null;
  return withConversions(analytics, visits, where);
}

function visitsOf(
  analytics: Analytics,
  selection: Selection,
  asked: Asked,
  { where, during, names }: Required<Names> & { where: Where },
  isAlone = true,
): Source {
  const [from, until] = names;
  const isOfHours = isSummed(selection, asked);
  const isFinerThanHours = !isInHours(asked, selection.timezone ?? "UTC", during);
  const isOfVisitors = asked.metrics.includes("visitors");
  const isMerged = (asked.isOfRows ?? false) || (asked.keys !== undefined && !isAlone);
  const byDay =
    isAlone && !asked.isOfRows && !(asked.isOfGroups && isOfVisitors) && (isOfVisitors || !isOfHours)
      ? dayQuestion(selection, asked, during)
      : null;
  const upTo = isFinerThanHours ? "purged" : "closed";
  if (byDay)
    return withDays(
      analytics,
      where,
      byDay,
      { from, until, upTo: "closed" },
      byDay.counted === "all" ? { upTo } : null,
    );
  if (!isOfHours) return singleSource(analytics, where);
  const isFine = isOfVisitors || isFinerThanHours;
  return withSums(analytics, where, { from, until, upTo: isFine ? "purged" : "closed", isMerged });
}

/** Single clicks alone. */
export function singleSource({ clicks }: Analytics, where: Where): Source {
  return { ...SINGLE, table: clicks, where };
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
  // Of clicks that were taken back there must be no row where rows matter. For groups it is cheaper to leave those of none out.
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
  return { ...SUMMED, table, where: { sql: "true", parameters: where.parameters }, having: "sum(n) != 0" };
}

/** A DateTime64 is never to be compared with a DateTime: by the index, ClickHouse 26.7 leaves out the second before it. */
function precise(time: string): string {
  return `toDateTime64(${time}, 3, 'UTC')`;
}

/** Of all time, as far as the click store's times reach in every zone. */
export const ALL_TIME: Period = { start: 0, end: Date.UTC(2099, 11, 31) };
