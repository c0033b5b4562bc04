import { type Interval, METRICS, type Metric, type SomeCounts } from "@visoli/contract/stats";
import type { Analytics } from "../client.ts";
import { countColumns, countsOf } from "../counts.ts";
import { cutOf } from "../cut.ts";
import { sourceOf } from "../source.ts";
import { instant, type Selection } from "../where.ts";

export type SeriesEntry = SomeCounts & { start: number };

/**
 * The counts of each interval that the selection touches, empty ones too, in order; see `cutOf` for where they begin. `start` is in
 * milliseconds. The selection must end before 2100: the click store's times do not reach much further.
 */
export async function askSeries(
  analytics: Analytics,
  selection: Selection,
  interval: Interval,
  timezone: string,
  metrics: readonly Metric[] = METRICS,
): Promise<SeriesEntry[]> {
  const source = sourceOf(analytics, { ...selection, timezone }, { metrics, interval });
  const cut = cutOf(interval, timezone, selection);
  // What was counted up may be no beginning: a day that the zone left out, half an hour.
  const rows = await analytics.query<SomeCounts & { second: number }>(
    `select ${cut.second} as second, ${metrics.join(", ")} from (
       select ${cut.begin("at")} as begin, ${countColumns(source, metrics)}
       from ${source.table} where ${source.where.sql} group by begin
       order by begin with fill from ${cut.begin(instant("start"))} to ${cut.past(instant("end"))} step ${cut.step})
     where ${cut.begin("toDateTime(second, {zone:String})")} = begin`,
    source.where.parameters,
  );
  return rows.map(({ second, ...counts }) => ({ start: second * 1_000, ...countsOf(counts, metrics) }));
}
