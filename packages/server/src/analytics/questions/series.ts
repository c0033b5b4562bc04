import type { Counts, Interval } from "@visoli/contract/stats";
import type { Analytics } from "../client.ts";
import { type Selection, whereOf } from "../where.ts";

export type SeriesEntry = Counts & { start: number };

/**
 * Clicks and visitors of each interval that the selection touches, empty ones too, in order. Intervals begin where the
 * calendar of the time zone says (weeks on Monday), so a day may last 23 or 25 hours. `start` is in milliseconds.
 */
export async function askSeries(
  analytics: Analytics,
  selection: Selection,
  interval: Interval,
  timeZone: string,
): Promise<SeriesEntry[]> {
  const where = whereOf(selection);
  const beginOf = (time: string) =>
    `toDateTime(toStartOfInterval(${time}, interval 1 ${interval}, {zone:String}), {zone:String})`;
  const rows = await analytics.query<Counts & { second: number }>(
    `select toUnixTimestamp(begin) as second, clicks, visitors from (
       select ${beginOf("at")} as begin, count() as clicks, uniq(visitor) as visitors
       from ${analytics.clicks} where ${where.sql} group by begin
       order by begin with fill
         from ${beginOf("fromUnixTimestamp64Milli({start:Int64}, 'UTC')")}
         to toDateTime(intDiv({end:Int64} + 999, 1000), {zone:String})
         step interval 1 ${interval})`,
    { ...where.parameters, zone: timeZone },
  );
  return rows.map(({ second, ...counts }) => ({ start: second * 1_000, ...counts }));
}
