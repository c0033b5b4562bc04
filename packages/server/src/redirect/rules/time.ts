import type { Condition } from "@visoli/contract/rules";
import { clockIn } from "./clock.ts";
import type { Holds } from "./holds.ts";

type TimeCondition = Extract<Condition, { type: "time" }>;

const DAYS: readonly string[] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/**
 * Whether it is that time of day by the clocks of the zone. A window up to an earlier time ends the next day, one up to the same time
 * lasts a whole day; `days` are those on which it begins. An hour that clocks show twice counts twice.
 */
export function timeTest(condition: TimeCondition): Holds {
  const clock = clockIn(condition.timezone);
  const from = minutesOf(condition.from);
  const until = minutesOf(condition.until);
  const days: ReadonlySet<string> = new Set<string>(condition.days ?? DAYS);
  return (_visitor, nowMs) => {
    const { day, minutes } = clock(nowMs);
    if (from < until) return from <= minutes && minutes < until && days.has(day);
    return (from <= minutes && days.has(day)) || (minutes < until && days.has(dayBefore(day)));
  };
}

function dayBefore(day: string): string {
  return DAYS.at(DAYS.indexOf(day) - 1) ?? "";
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}
