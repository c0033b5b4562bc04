import { DAY_MS, HOUR_MS, SECOND_MS } from "./time.ts";

const formats = new Map<string, Intl.DateTimeFormat>();

/** What clocks in the zone show at the instant, as if it were UTC: milliseconds since 1970. */
export function localTime(zone: string, at: number): number {
  return at + offsetOf(zone, at);
}

/**
 * The instant at which clocks in the zone show that time. Of two the first; of none, as where clocks are put forward, what the
 * clocks from before would show it at: for a midnight that is left out, the first instant of that day.
 */
export function instantOf(zone: string, local: number): number {
  const before = local - offsetOf(zone, local - DAY_MS);
  const after = local - offsetOf(zone, local + DAY_MS);
  const shows = (at: number) => localTime(zone, at) === local;
  return [Math.min(before, after), Math.max(before, after)].find(shows) ?? before;
}

/** The instant at which the day in the zone began. */
export function startOfDay(zone: string, at: number): number {
  return instantOf(zone, Math.floor(localTime(zone, at) / DAY_MS) * DAY_MS);
}

/** The beginning of the day so many days before one that begins at `start`. Days that the zone left out do not count. */
export function daysBefore(zone: string, start: number, days: number): number {
  const midnight = Math.floor(localTime(zone, start) / DAY_MS) * DAY_MS;
  let before = midnight - days * DAY_MS;
  while (Math.round((start - instantOf(zone, before)) / DAY_MS) < days) before -= DAY_MS;
  return instantOf(zone, before);
}

/** That time as if it were UTC, so many months later; the same day of the month, or as many days past its last. */
export function addMonths(local: number, months: number): number {
  const date = new Date(local);
  return date.setUTCMonth(date.getUTCMonth() + months);
}

/** Whether, between the two, all hours of the zone begin at the same minute; Lord Howe's clocks change by half an hour. */
export function hasWholeHourChanges(zone: string, start: number, end: number): boolean {
  const minutes = (at: number) => offsetOf(zone, at) % HOUR_MS;
  const first = minutes(start);
  for (let at = start; at < end; at += 30 * DAY_MS) if (minutes(at) !== first) return false;
  return minutes(end) === first;
}

/** Whether, between the two, hours of the zone are hours of UTC, too. */
export function hasWholeHours(zone: string, start: number, end: number): boolean {
  return offsetOf(zone, start) % HOUR_MS === 0 && hasWholeHourChanges(zone, start, end);
}

function offsetOf(zone: string, at: number): number {
  let format = formats.get(zone);
  if (!format) {
    const fields = { year: "numeric", month: "numeric", day: "numeric" } as const;
    const time = { hour: "numeric", minute: "numeric", second: "numeric", hourCycle: "h23" } as const;
    format = new Intl.DateTimeFormat("en-u-ca-iso8601", { timeZone: zone, ...fields, ...time });
    formats.set(zone, format);
  }
  const second = Math.floor(at / SECOND_MS) * SECOND_MS;
  const parts = new Map(format.formatToParts(second).map(({ type, value }) => [type, Number(value)]));
  const [year, month, day] = [parts.get("year") ?? 0, (parts.get("month") ?? 1) - 1, parts.get("day") ?? 1];
  const clock = [parts.get("hour") ?? 0, parts.get("minute") ?? 0, parts.get("second") ?? 0] as const;
  return Date.UTC(year, month, day, ...clock) - second;
}
