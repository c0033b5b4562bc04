import type { Metric, SomeCounts } from "@visoli/contract/stats";
import type { Analytics } from "../client.ts";
import { countsOf } from "../counts.ts";
import { type DayQuestion, dayParts } from "../day-source.ts";
import { type DayDimension, daysTable } from "../days.ts";
import { keysOf } from "../keys.ts";
import { singleSource } from "../source.ts";
import { type Selection, whereOf } from "../where.ts";
import type { Group } from "./groups.ts";
import { type Listing, setsOf } from "./listing.ts";

/**
 * Lists of which the whole days that are over come from the sums by day, and the rest from single clicks. Both have different days,
 * so visitors add up, too.
 */
export async function askDayLists(
  analytics: Analytics,
  selection: Selection,
  dimensions: readonly DayDimension[],
  question: DayQuestion,
  { metrics, order, limit }: Listing,
): Promise<Group[][]> {
  const counted = [...new Set<Metric>([...metrics, ...order.by])];
  const where = whereOf(selection);
  const { single, days } = dayParts(where, { ...question, others: dimensions.slice(1) });
  const keys = keysOf(dimensions.map((dimension) => ({ dimension })));
  const clicks = singleSource(analytics, { ...where, sql: `${where.sql} and ${single}` });
  const { list, sets } = setsOf(dimensions.length);
  const values = dimensions.map((_, index) => `toString(k${index})`);
  const names = dimensions.map((dimension) => `'${dimension}'`).join(", ");
  const places = dimensions.map((_, index) => index).join(", ");
  const sums = (of: string) => counted.map((metric) => `sum(${of}${metric}) as ${metric}`).join(", ");
  const rows = await analytics.query<SomeCounts & { list: number; value: string }>(
    `select list, value, ${sums("of_")} from (
       select toUInt8(${list}) as list, concat(${values.join(", ")}, '') as value,
         ${counted.map((metric) => `toInt64(${clicks.metrics[metric]}) as of_${metric}`).join(", ")}, toInt64(count()) as visits
       from ${keys.visits(clicks)} group by ${sets}
       union all
       select toUInt8(transform(toString(dimension), [${names}], [${places}], 0)), value, ${counted.map((metric) => `sum(s.${metric})`).join(", ")},
         sum(s.clicks) + sum(s.scans) + sum(s.opens)
       from ${daysTable(analytics)} as s where ${days} group by dimension, value)
     group by list, value having sum(visits) != 0
     order by list, ${order.by.join(" + ")} ${order.direction}, value limit {limit:UInt32} by list
     settings force_grouping_standard_compatibility = 1`,
    { ...where.parameters, limit },
  );
  const byList = Map.groupBy(rows, (row) => row.list);
  return dimensions.map((_, index) =>
    (byList.get(index) ?? []).map(({ value, ...counts }) => ({
      values: [value],
      counts: countsOf(counts, metrics),
    })),
  );
}
