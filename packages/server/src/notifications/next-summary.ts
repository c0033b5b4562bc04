import type { SummaryRhythm } from "@visoli/contract/notification";
import { DAY_MS, HOUR_MS } from "../lib/time.ts";
import { instantOf, localTime, startOfDay } from "../lib/zone.ts";

/** When people begin their day, by the clocks of their zone. */
const MORNING_MS = 7 * HOUR_MS;
const MONDAY = 1;

/** The next morning, or the morning of the next Monday, in the zone; null where no summary is wanted. */
export function nextSummary(rhythm: SummaryRhythm, zone: string, now: number): number | null {
  if (rhythm === "off") return null;
  const today = Math.floor(localTime(zone, now) / DAY_MS) * DAY_MS;
  for (let day = today; ; day += DAY_MS) {
    const morning = instantOf(zone, day + MORNING_MS);
    const isRight = rhythm === "daily" || new Date(day).getUTCDay() === MONDAY;
    if (isRight && morning > now) return morning;
  }
}

/** What the summary that was due at the time is about: the day before, or the seven days before. */
export function summarised(
  rhythm: SummaryRhythm,
  zone: string,
  dueAt: number,
): { start: number; end: number } {
  const end = startOfDay(zone, dueAt);
  const midnight = Math.floor(localTime(zone, end) / DAY_MS) * DAY_MS;
  return { start: instantOf(zone, midnight - (rhythm === "daily" ? 1 : 7) * DAY_MS), end };
}
