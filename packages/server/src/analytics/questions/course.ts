import { type Interval, METRICS, type Metric, type SomeCounts } from "@visoli/contract/stats";
import type { Analytics } from "../client.ts";
import { countsOf } from "../counts.ts";
import { cutOf } from "../cut.ts";
import { sourceOf } from "../source.ts";
import { instant, type Selection } from "../where.ts";

export type SeriesEntry = SomeCounts & { start: number };
/** The counts of all of a selection, and of each interval that it touches. */
export type Course = { totals: SomeCounts; series: SeriesEntry[] };

/**
 * Totals and series in one look: what was counted by interval is counted in all beside it. See `cutOf` for where intervals begin; empty ones are
 * there, too, in order. `start` is in milliseconds. The selection must end before 2100: the click store's times do not reach much further.
 */
export async function askCourse(
  analytics: Analytics,
  selection: Selection,
  interval: Interval,
  timezone: string,
  metrics: readonly Metric[] = METRICS,
): Promise<Course> {
  const source = await sourceOf(analytics, { ...selection, timezone }, { metrics, interval });
  const cut = cutOf(interval, timezone, selection);
  const names = metrics.join(", ");
  // What was counted up may be no beginning: a day that the zone left out, half an hour. The row of the totals stands at the beginning of time; the
  // first interval has a row in any case, as of none nothing could be counted up.
  const rows = await analytics.query<SomeCounts & { whole: number; second: number }>(
    `select whole, ${cut.second} as second, ${names} from (
       select whole, begin, ${metrics.map((metric) => `sum(${metric}_) as ${metric}`).join(", ")} from (
         select toUInt8(grouping(begin)) as whole, begin, ${metrics.map((metric) => `toInt64(${source.metrics[metric]}) as ${metric}_`).join(", ")}
         from (select *, ${cut.begin("at")} as begin from ${source.table} where ${source.where.sql})
         group by grouping sets ((begin), ())
         union all
         select toUInt8(0), ${cut.begin(instant("start"))}, ${metrics.map(() => "toInt64(0)").join(", ")})
       group by whole, begin
       order by whole, begin with fill from ${cut.begin(instant("start"))} to ${cut.past(instant("end"))} step ${cut.step})
     where if(whole = 1, begin = defaultValueOfArgumentType(begin), ${cut.begin("toDateTime(second, {zone:String})")} = begin)
     settings force_grouping_standard_compatibility = 1, use_with_fill_by_sorting_prefix = 1`,
    source.where.parameters,
  );
  const series = rows.filter((row) => row.whole === 0);
  return {
    totals: countsOf(
      rows.find((row) => row.whole === 1),
      metrics,
    ),
    series: series.map(({ second, whole: _, ...counts }) => ({
      start: second * 1_000,
      ...countsOf(counts, metrics),
    })),
  };
}
