import type { Comparison } from "@visoli/contract/stats";
import type { Period } from "../analytics/where.ts";
import { DAY_MS } from "../lib/time.ts";
import { addMonths, daysBefore, instantOf, localTime, startOfDay } from "../lib/zone.ts";

/** The period to compare with; it may begin before 1970. */
export function periodBefore(comparison: Comparison, period: Period, zone: string): Period {
  return comparison === "year" ? yearBefore(period, zone) : justBefore(period, zone);
}

/**
 * Of equal length, up to where the period starts. From one beginning of a month to another, length is counted in months, else from
 * one beginning of a day to another in days, by the zone's calendar; anything else in milliseconds.
 */
function justBefore({ start, end }: Period, zone: string): Period {
  if (startOfDay(zone, start) !== start || startOfDay(zone, end) !== end)
    return { start: start - (end - start), end: start };
  const [from, to] = [new Date(localTime(zone, start)), new Date(localTime(zone, end))];
  if (isFirst(from) && isFirst(to)) {
    const months = monthOf(to) - monthOf(from);
    return { start: instantOf(zone, addMonths(midnight(from), -months)), end: start };
  }
  return { start: daysBefore(zone, start, Math.round((end - start) / DAY_MS)), end: start };
}

/** Both ends a year earlier on the zone's clocks. */
function yearBefore({ start, end }: Period, zone: string): Period {
  const from = instantOf(zone, yearEarlier(localTime(zone, start), "last day of February"));
  const isMidnight = startOfDay(zone, end) === end;
  // The end is not counted: where it is the beginning of 29 February, the 28th is the last day.
  const to = instantOf(
    zone,
    yearEarlier(localTime(zone, end), isMidnight ? "first of March" : "last day of February"),
  );
  // Within one hour or day that the other year has not, both may fall together.
  return { start: from, end: to > from ? to : from + (end - start) };
}

/** @param leapDay what 29 February is, where there is none */
function yearEarlier(local: number, leapDay: "last day of February" | "first of March"): number {
  const date = new Date(local);
  const isLeapDay = date.getUTCMonth() === 1 && date.getUTCDate() === 29;
  const moved = addMonths(local, -12);
  return isLeapDay && leapDay === "last day of February" ? moved - DAY_MS : moved;
}

const isFirst = (date: Date) => date.getUTCDate() === 1;
const monthOf = (date: Date) => date.getUTCFullYear() * 12 + date.getUTCMonth();
/** A day may begin at one o'clock. */
const midnight = (date: Date) => Math.floor(date.getTime() / DAY_MS) * DAY_MS;
