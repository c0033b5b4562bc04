import type { Counts, Interval } from "@visoli/contract/stats";
import type { Analytics } from "../client.ts";
import { COUNT_NAMES, COUNTS } from "../counts.ts";
import { type Selection, whereOf } from "../where.ts";

export type SeriesEntry = Counts & { start: number };

/** How time is cut: where an interval begins, in a type that "with fill" counts up; what is past the end; and its second. */
type Cut = { begin(time: string): string; past(end: string): string; second: string };

const BY_CLOCK = (interval: Interval): Cut => ({
  begin: (time) =>
    `toDateTime(toStartOfInterval(${time}, interval 1 ${interval}, {zone:String}), {zone:String})`,
  past: (end) => `toDateTime(intDiv(toUnixTimestamp64Milli(${end}) + 999, 1000), {zone:String})`,
  second: "toUnixTimestamp(begin)",
});

// As dates: some zones change their clocks at midnight, so that a day begins at one, and midnights counted up would miss it.
const BY_CALENDAR = (interval: Interval): Cut => ({
  begin: (time) => `toDate(toStartOfInterval(toDate(${time}, {zone:String}), interval 1 ${interval}))`,
  past: (end) => `toDate(subtractMilliseconds(${end}, 1), {zone:String}) + 1`,
  second: "toUnixTimestamp(toStartOfDay(addHours(toDateTime(begin, {zone:String}), 12)))",
});

/**
 * The counts of each interval that the selection touches, empty ones too, in order. Intervals begin where the
 * calendar of the time zone says (weeks on Monday), so a day may last 23 or 25 hours. `start` is in milliseconds.
 * The selection must end before 2100: the click store's times do not reach much further.
 */
export async function askSeries(
  analytics: Analytics,
  selection: Selection,
  interval: Interval,
  timeZone: string,
): Promise<SeriesEntry[]> {
  const where = whereOf(selection);
  const cut = interval === "minute" || interval === "hour" ? BY_CLOCK(interval) : BY_CALENDAR(interval);
  const rows = await analytics.query<Counts & { second: number }>(
    `select ${cut.second} as second, ${COUNT_NAMES} from (
       select ${cut.begin("at")} as begin, ${COUNTS}
       from ${analytics.clicks} where ${where.sql} group by begin
       order by begin with fill
         from ${cut.begin("fromUnixTimestamp64Milli({start:Int64}, 'UTC')")}
         to ${cut.past("fromUnixTimestamp64Milli({end:Int64}, 'UTC')")}
         step interval 1 ${interval})`,
    { ...where.parameters, zone: timeZone },
  );
  return rows.map(({ second, ...counts }) => ({ start: second * 1_000, ...counts }));
}
