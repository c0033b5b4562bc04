import { METRICS, type Metric, type SomeCounts } from "@visoli/contract/stats";
import type { Analytics } from "../client.ts";
import { isOfConversions } from "../conversion-source.ts";
import { countColumns, countsOf } from "../counts.ts";
import { dayQuestion } from "../day-source.ts";
import { isDayDimension } from "../days.ts";
import { keysOf } from "../keys.ts";
import { sourceOf } from "../source.ts";
import type { ColumnDimension, Selection } from "../where.ts";
import { askDayLists } from "./day-lists.ts";
import { type Group, type Grouping, havingOf, MOST_FOLLOWED, ranking } from "./groups.ts";
import { type Listing, setsOf } from "./listing.ts";

/**
 * The groups of each of the dimensions, as `askGroups` would answer them one after the other: in one look at the clicks, which costs
 * little more than one list, and in one at the sums by day for what these can answer.
 */
export async function askLists(
  analytics: Analytics,
  selection: Selection,
  dimensions: readonly ColumnDimension[],
  { metrics = METRICS, order = MOST_FOLLOWED, limit }: Omit<Grouping, "keys">,
): Promise<Group[][]> {
  const listing = { metrics, order, limit };
  const counted = [...new Set<Metric>([...metrics, ...order.by])];
  const questionOf = (dimension: ColumnDimension) =>
    dayQuestion(selection, { metrics: counted, keys: [{ dimension }] }, selection);
  const isOfDays = (dimension: ColumnDimension) =>
    isDayDimension(dimension) && !counted.some(isOfConversions) && questionOf(dimension) !== null;
  const [summed, single] = [dimensions.filter(isOfDays), dimensions.filter((each) => !isOfDays(each))];
  const question = summed[0] && questionOf(summed[0]);
  const [fromDays, fromClicks] = await Promise.all([
    question ? askDayLists(analytics, selection, summed.filter(isDayDimension), question, listing) : [],
    single.length > 0 ? askSingleLists(analytics, selection, single, listing) : [],
  ]);
  const found = new Map([
    ...summed.map((each, index) => [each, fromDays[index]] as const),
    ...single.map((each, index) => [each, fromClicks[index]] as const),
  ]);
  return dimensions.map((each) => found.get(each) ?? []);
}

async function askSingleLists(
  analytics: Analytics,
  selection: Selection,
  dimensions: readonly ColumnDimension[],
  { metrics, order, limit }: Listing,
): Promise<Group[][]> {
  const keys = dimensions.map((dimension) => ({ dimension }));
  const counted = [...new Set<Metric>([...metrics, ...order.by])];
  const source = sourceOf(analytics, selection, { metrics: counted, keys });
  const { names, visits, valuesOf } = keysOf(keys);
  const { list, sets } = setsOf(keys.length);
  const rows = await analytics.query<SomeCounts & { list: number } & Record<string, unknown>>(
    `select ${list} as list, ${names}, ${countColumns(source, counted)}
     from ${visits(source)} group by ${sets} ${havingOf(source)}
     order by list, ${ranking(order, names)} limit {limit:UInt32} by list
     settings join_use_nulls = 0, force_grouping_standard_compatibility = 1`,
    { ...source.where.parameters, limit },
  );
  const byList = Map.groupBy(rows, (row) => row.list);
  return dimensions.map((_, index) =>
    (byList.get(index) ?? []).map((row) => ({
      values: valuesOf(row).slice(index, index + 1),
      counts: countsOf(row, metrics),
    })),
  );
}
