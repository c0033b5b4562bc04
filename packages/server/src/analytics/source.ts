import { HOUR_MS } from "../lib/time.ts";
import { hasWholeHours } from "../lib/zone.ts";
import type { Asked, Source } from "./asked.ts";
import type { Analytics } from "./client.ts";
import { isOfConversions, withConversions } from "./conversion-source.ts";
import { dayQuestion, withDays } from "./day-source.ts";
import { sumsTable } from "./sums.ts";
import { type SumsBounds, sumsBounds } from "./sums-bounds.ts";
import { clickTime, hourTime, wholeUnits } from "./times.ts";
import { type ColumnDimension, type Period, type Selection, type Where, whereOf } from "./where.ts";

/** By their names as parameters: the period's own, unless others are given. */
type Names = { during?: Period; names?: [start: string, end: string] };
type Read = { where: Where; during: Period; bounds: SumsBounds };

/**
 * Where statistics are read from; all of them ask here. From the sums are read the whole hours of links, triggers and classes, as far
 * as they are closed, and the hours before and after from single clicks. For times finer than the hours of UTC, these sums answer only
 * for the time of which there are no single clicks any more. Of a workspace's visitors, and of one dimension alone, whole days that
 * are over come from the sums by day (`day-source.ts`). Everything else is read from single clicks. Where one of them has it all, the others
 * are not in the question: each costs some milliseconds, however little there is in it.
 */
export async function sourceOf(
  analytics: Analytics,
  selection: Selection,
  asked: Asked,
  { during = selection, names = ["start", "end"] }: Names = {},
): Promise<Source> {
  const { start, end } = during;
  const bounds = await sumsBounds(analytics, selection.workspaceId);
  const read = { where: whereOf({ ...selection, start, end }, names), during, bounds };
  if (!asked.metrics.some(isOfConversions)) return visitsOf(analytics, selection, asked, read);
  const metrics = asked.metrics.filter((metric) => !isOfConversions(metric));
  const visits =
    metrics.length > 0 ? visitsOf(analytics, selection, { ...asked, metrics }, read, false) : null;
  return withConversions(analytics, visits, read.where);
}

function visitsOf(
  analytics: Analytics,
  selection: Selection,
  asked: Asked,
  { where, during, bounds }: Read,
  isAlone = true,
): Source {
  const isOfHours = isSummed(selection, asked);
  const isFinerThanHours = !isInHours(asked, selection.timezone ?? "UTC", during);
  const isOfVisitors = asked.metrics.includes("visitors");
  const isMerged = (asked.isOfRows ?? false) || (asked.keys !== undefined && !isAlone);
  const byDay =
    isAlone && !asked.isOfRows && !(asked.isOfGroups && isOfVisitors) && (isOfVisitors || !isOfHours)
      ? dayQuestion(selection, asked, during, bounds)
      : null;
  const hoursUpTo = isFinerThanHours ? bounds.purged : bounds.closed;
  if (byDay)
    return withDays(
      analytics,
      where,
      byDay,
      byDay.counted === "all" ? wholeUnits(during, HOUR_MS, hoursUpTo) : null,
    );
  const hours = isOfHours ? wholeUnits(during, HOUR_MS, isOfVisitors ? bounds.purged : hoursUpTo) : null;
  return hours ? withSums(analytics, where, { during, hours, isMerged }) : singleSource(analytics, where);
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

type Sums = { during: Period; hours: Period; isMerged: boolean };

/** Both as one table, by the names of the table of clicks; an hour's clicks stand at its beginning. */
function withSums(analytics: Analytics, where: Where, { during, hours, isMerged }: Sums): Source {
  // Of clicks that were taken back there must be no row where rows matter. For groups it is cheaper to leave those of none out.
  const final = isMerged ? "final" : "";
  const alone = isMerged ? "settings do_not_merge_across_partitions_select_final = 1" : "";
  const parts = [
    `select workspace, link, s.trigger as trigger, s.class as class, toDateTime64(hour, 3, 'UTC') as at,
      toUInt32(0) as visitor, clicks as n
    from ${sumsTable(analytics)} as s ${final}
    where ${where.sql} and hour >= ${hourTime(hours.start)} and hour < ${hourTime(hours.end)} ${alone}`,
  ];
  if (hours.start > during.start || hours.end < during.end)
    parts.push(`select workspace, link, c.trigger as trigger, c.class as class, c.at as at, visitor, 1 as n
    from ${analytics.clicks} as c where ${where.sql} and (at < ${clickTime(hours.start)} or at >= ${clickTime(hours.end)})`);
  return {
    ...SUMMED,
    table: `(${parts.join(" union all ")})`,
    where: { sql: "true", parameters: where.parameters },
    having: "sum(n) != 0",
  };
}

/** Of all time, as far as the click store's times reach in every zone. */
export const ALL_TIME: Period = { start: 0, end: Date.UTC(2099, 11, 31) };
