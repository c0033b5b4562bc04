import { intervalStarts, localTime } from "./calendar.ts";

const DAY = 86_400_000;
const QUARTER_HOUR = 900_000;

/** From `start` up to `end`, in milliseconds. */
export type Span = { start: number; end: number };

/** The time that the name of a period stands for, found by walking back over the zone's days, months or years. */
export function namedTime(name: string, zone: string, now: number): Span {
  const back = (unit: "day" | "month" | "year", many: number, reachMs: number) =>
    intervalStarts(unit, zone, now - reachMs, now + 1).at(-many) ?? Number.NaN;
  switch (name) {
    case "24h":
      return { start: now - DAY, end: now };
    case "12mo":
      return { start: back("month", 12, 400 * DAY), end: now };
    case "mtd":
      return { start: back("month", 1, 40 * DAY), end: now };
    case "ytd":
      return { start: back("year", 1, 1), end: now };
    default:
      return { start: back("day", Number.parseInt(name, 10), 100 * DAY), end: now };
  }
}

/** The time to compare with. */
export function timeBefore(compare: string, span: Span, zone: string): Span {
  if (compare === "year") return yearBefore(span, zone);
  const { start, end } = span;
  for (const unit of ["month", "day"] as const) {
    const starts = intervalStarts(unit, zone, start, end + 1);
    if (!starts.includes(start) || !starts.includes(end)) continue;
    const many = starts.length - 1;
    const earlier = intervalStarts(unit, zone, start - (end - start) - 70 * DAY, start + 1);
    return { start: earlier.at(-1 - many) ?? Number.NaN, end: start };
  }
  return { start: start - (end - start), end: start };
}

function yearBefore({ start, end }: Span, zone: string): Span {
  const isMidnight = intervalStarts("day", zone, end, end + 1)[0] === end;
  const from = showing(zone, yearLess(zone, start, "02-28"));
  const to = showing(zone, yearLess(zone, end, isMidnight ? "03-01" : "02-28"));
  return { start: from, end: to > from ? to : from + (end - start) };
}

/** The clock's text of a year before, as if it were UTC. */
function yearLess(zone: string, at: number, leapDay: string): number {
  const text = new Date(clock(zone, at)).toISOString();
  const day = text.slice(5, 10) === "02-29" ? leapDay : text.slice(5, 10);
  return Date.parse(`${Number(text.slice(0, 4)) - 1}-${day}${text.slice(10)}`);
}

/** The first of all instants at which clocks show that, tried one offset after the other. */
function showing(zone: string, local: number): number {
  for (let offset = 15 * 4; offset >= -13 * 4; offset--) {
    const at = local - offset * QUARTER_HOUR;
    if (clock(zone, at) === local) return at;
  }
  return local - (clock(zone, local - DAY) - (local - DAY));
}

function clock(zone: string, at: number): number {
  const second = Math.floor(at / 1_000) * 1_000;
  return localTime(zone, second) + at - second;
}
