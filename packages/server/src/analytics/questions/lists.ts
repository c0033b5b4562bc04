import { METRICS, type Metric, type SomeCounts } from "@visoli/contract/stats";
import type { Analytics } from "../client.ts";
import { isOfConversions } from "../conversion-source.ts";
import { countColumns, countsOf } from "../counts.ts";
import { dayQuestion } from "../day-source.ts";
import { isDayDimension } from "../days.ts";
import { keysOf } from "../keys.ts";
import { sourceOf } from "../source.ts";
import { sumsBounds } from "../sums-bounds.ts";
import type { ColumnDimension, Selection } from "../where.ts";
import { askDayLists } from "./day-lists.ts";
import { type Group, type Grouping, havingOf, MOST_FOLLOWED, ranking } from "./groups.ts";
import { type Listing, setsOf, WHOLE } from "./listing.ts";

/** Groups of each dimension; with the counts of all, where these cost nothing more. */
export type Lists = { lists: Group[][]; totals: SomeCounts | undefined };

/**
 * The groups of each of the dimensions, as `askGroups` would answer them one after the other: in one look at the clicks, which costs
 * little more than one list, and in one at the sums by day for what these can answer.
 */
export async function askLists(
  analytics: Analytics,
  selection: Selection,
  dimensions: readonly ColumnDimension[],
  { metrics = METRICS, order = MOST_FOLLOWED, limit }: Omit<Grouping, "keys">,
): Promise<Lists> {
  const listing = { metrics, order, limit };
  const counted = [...new Set<Metric>([...metrics, ...order.by])];
  const bounds = await sumsBounds(analytics, selection.workspaceId);
  const questionOf = (dimension: ColumnDimension) =>
    dayQuestion(selection, { metrics: counted, keys: [{ dimension }] }, selection, bounds);
  const isOfDays = (dimension: ColumnDimension) =>
    isDayDimension(dimension) && !counted.some(isOfConversions) && questionOf(dimension) !== null;
  const [summed, single] = [dimensions.filter(isOfDays), dimensions.filter((each) => !isOfDays(each))];
  const question = summed[0] && questionOf(summed[0]);
  const [fromDays, fromClicks] = await Promise.all([
    question ? askDayLists(analytics, selection, summed.filter(isDayDimension), question, listing) : [],
    single.length > 0
      ? askSingleLists(analytics, selection, single, listing)
      : { lists: [], totals: undefined },
  ]);
  const found = new Map([
    ...summed.map((each, index) => [each, fromDays[index]] as const),
    ...single.map((each, index) => [each, fromClicks.lists[index]] as const),
  ]);
  return { lists: dimensions.map((each) => found.get(each) ?? []), totals: fromClicks.totals };
}

async function askSingleLists(
  analytics: Analytics,
  selection: Selection,
  dimensions: readonly ColumnDimension[],
  { metrics, order, limit }: Listing,
): Promise<Lists> {
  const keys = dimensions.map((dimension) => ({ dimension }));
  const counted = [...new Set<Metric>([...metrics, ...order.by])];
  const source = await sourceOf(analytics, selection, { metrics: counted, keys });
  const { names, visits, valuesOf } = keysOf(keys);
  // All of the selection are the totals where it is read click by click, and no single clicks are gone.
  const isWhole =
    source.table === analytics.clicks &&
    (await sumsBounds(analytics, selection.workspaceId)).purged <= selection.start;
  const { list, sets } = setsOf(keys.length, isWhole);
  const rows = await analytics.query<SomeCounts & { list: number } & Record<string, unknown>>(
    `select ${list} as list, ${names}, ${countColumns(source, counted)}
     from ${visits(source)} group by ${sets} ${havingOf(source)}
     order by list, ${ranking(order, names)} limit {limit:UInt32} by list
     settings join_use_nulls = 0, force_grouping_standard_compatibility = 1`,
    { ...source.where.parameters, limit },
  );
  const byList = Map.groupBy(rows, (row) => row.list);
  const lists = dimensions.map((_, index) =>
    (byList.get(index) ?? []).map((row) => ({
      values: valuesOf(row).slice(index, index + 1),
      counts: countsOf(row, metrics),
    })),
  );
  return { lists, totals: isWhole ? countsOf(byList.get(WHOLE)?.[0], metrics) : undefined };
}
