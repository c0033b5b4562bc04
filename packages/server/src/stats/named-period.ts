import type { PeriodName } from "@visoli/contract/stats";
import type { Period } from "../analytics/where.ts";
import { DAY_MS } from "../lib/time.ts";
import { addMonths, daysBefore, instantOf, localTime, startOfDay } from "../lib/zone.ts";

const DAYS = { "7d": 7, "30d": 30, "90d": 90 } as const;

/**
 * The time up to now that the name stands for: so many days or months of the zone's calendar, today or this month being the last.
 * `all` begins in 1970, until somebody knows better.
 */
export function namedPeriod(name: PeriodName, zone: string, now: number): Period {
  return { start: startOf(name, zone, now), end: now };
}

function startOf(name: PeriodName, zone: string, now: number): number {
  const local = localTime(zone, now);
  const date = new Date(local);
  const month = Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
  switch (name) {
    case "24h":
      return now - DAY_MS;
    case "12mo":
      return instantOf(zone, addMonths(month, -11));
    case "mtd":
      return instantOf(zone, month);
    case "ytd":
      return instantOf(zone, Date.UTC(date.getUTCFullYear(), 0));
    case "all":
      return 0;
    default:
      return daysBefore(zone, startOfDay(zone, now), DAYS[name] - 1);
  }
}
