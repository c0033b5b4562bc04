import type { Interval } from "@visoli/contract/stats";

const QUARTER_HOUR = 900_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;

/**
 * Where the intervals begin that touch the time from `start` up to `end`, by the calendar of the zone: worked out from the
 * runtime's time zones, one local date after the other, so that it shares nothing with what it is compared to.
 */
export function intervalStarts(interval: Interval, zone: string, start: number, end: number): number[] {
  const all =
    interval === "minute" || interval === "hour"
      ? shortStarts(interval, zone, start, end)
      : dayStarts(zone, start - 370 * DAY, end).flatMap(([date, at]) => (begins(interval, date) ? [at] : []));
  const first = all.findLastIndex((at) => at <= start);
  return all.slice(first).filter((at) => at < end);
}

const formats = new Map<string, Intl.DateTimeFormat>();
/** Local time as if it were UTC, in whole seconds. */
export function localTime(zone: string, at: number): number {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat("sv", { timeZone: zone, dateStyle: "short", timeStyle: "medium" });
  formats.set(zone, format);
  return Date.parse(`${format.format(at).replace(" ", "T")}Z`);
}

/** Each local date, as midnight UTC, with the first quarter of an hour that bears it. A date that was left out is not there. */
function dayStarts(zone: string, start: number, end: number): [date: number, at: number][] {
  const days: [number, number][] = [];
  for (let date = Math.floor(start / DAY) * DAY - DAY; date < end + 2 * DAY; date += DAY) {
    let before = date - 16 * HOUR;
    let from = date + 16 * HOUR;
    while (from - before > QUARTER_HOUR) {
      const middle = before + Math.floor((from - before) / 2 / QUARTER_HOUR) * QUARTER_HOUR;
      if (localTime(zone, middle) >= date) from = middle;
      else before = middle;
    }
    if (Math.floor(localTime(zone, from) / DAY) * DAY === date) days.push([date, from]);
  }
  return days;
}

function begins(interval: Interval, date: number): boolean {
  const day = new Date(date);
  switch (interval) {
    case "week":
      return day.getUTCDay() === 1;
    case "month":
      return day.getUTCDate() === 1;
    case "quarter":
      return day.getUTCDate() === 1 && day.getUTCMonth() % 3 === 0;
    case "year":
      return day.getUTCDate() === 1 && day.getUTCMonth() === 0;
    default:
      return true;
  }
}

/** An hour that happens twice is two; minutes are the same everywhere. */
function shortStarts(interval: "minute" | "hour", zone: string, start: number, end: number): number[] {
  const starts: number[] = [];
  if (interval === "minute") {
    for (let at = Math.floor(start / 60_000) * 60_000; at < end; at += 60_000) starts.push(at);
    return starts;
  }
  const hourOf = (at: number) => `${Math.floor(localTime(zone, at) / HOUR)} ${localTime(zone, at) - at}`;
  for (let at = Math.floor(start / DAY) * DAY - DAY; at < end; at += QUARTER_HOUR) {
    if (hourOf(at) !== hourOf(at - QUARTER_HOUR)) starts.push(at);
  }
  return starts;
}
