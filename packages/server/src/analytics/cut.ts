import type { Interval } from "@visoli/contract/stats";
import { hasWholeHourChanges } from "../lib/zone.ts";
import type { Period } from "./where.ts";

/**
 * How time is cut, in SQL that takes the zone as the parameter `zone`: where an interval begins, in a type that "with fill" counts
 * up; what is past the end; the step that meets every beginning; the second that a `begin` stands for.
 */
export type Cut = {
  begin(time: string): string;
  past(end: string): string;
  step: string;
  second: string;
};

/** Intervals begin where the calendar of the zone says (weeks on Monday), so a day may last 23 or 25 hours. */
export function cutOf(interval: Interval, zone: string, period: Period): Cut {
  if (interval === "hour" && !hasWholeHourChanges(zone, period.start, period.end)) return BY_ODD_HOURS;
  return interval === "minute" || interval === "hour" ? byClock(interval) : byCalendar(interval);
}

const PAST_SECOND = (end: string) =>
  `toDateTime(intDiv(toUnixTimestamp64Milli(${end}) + 999, 1000), {zone:String})`;

const byClock = (interval: Interval): Cut => ({
  begin: (time) =>
    `toDateTime(toStartOfInterval(${time}, interval 1 ${interval}, {zone:String}), {zone:String})`,
  past: PAST_SECOND,
  step: `interval 1 ${interval}`,
  second: "toUnixTimestamp(begin)",
});

// As dates: some zones change their clocks at midnight, so that a day begins at one, and midnights counted up would miss it.
const byCalendar = (interval: Interval): Cut => ({
  begin: (time) => `toDate(toStartOfInterval(toDate(${time}, {zone:String}), interval 1 ${interval}))`,
  past: (end) => `toDate(subtractMilliseconds(${end}, 1), {zone:String}) + 1`,
  step: `interval 1 ${interval}`,
  second: "toUnixTimestamp(toStartOfDay(addHours(toDateTime(begin, {zone:String}), 12)))",
});

// Where clocks change by half an hour, that hour is two, or begins late; ClickHouse's own hours stay off until the day is over.
const BY_ODD_HOURS: Cut = {
  begin: (time) => {
    const local = `toTimeZone(${time}, {zone:String})`;
    const even = `toUnixTimestamp(${time}) - toMinute(${local}) * 60 - toSecond(${local})`;
    const change = `timeZoneOffset(${local}) - timeZoneOffset(toDateTime(${even}, {zone:String}))`;
    return `toDateTime(${even} + positiveModulo(${change}, 3600), {zone:String})`;
  },
  past: PAST_SECOND,
  step: "interval 30 minute",
  second: "toUnixTimestamp(begin)",
};
