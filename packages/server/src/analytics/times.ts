import { DAY_MS } from "../lib/time.ts";
import type { Period } from "./where.ts";

// Each in the type of its column: ClickHouse 26.7 errs where a DateTime64 is compared with a DateTime. By the index, it leaves out the
// second before.

/** An instant in milliseconds, for comparing with `at`. */
export const clickTime = (milliseconds: number) => `fromUnixTimestamp64Milli(${milliseconds}, 'UTC')`;

/** An instant that begins an hour, for comparing with the hours of sums. */
export const hourTime = (milliseconds: number) => `toDateTime(${milliseconds / 1_000}, 'UTC')`;

/** Of an instant that begins a UTC day, for comparing with the days of sums. */
export const date = (milliseconds: number) => `toDate(${Math.floor(milliseconds / DAY_MS)})`;

/** The whole hours or days of a period, up to an instant; null where there are none. */
export function wholeUnits({ start, end }: Period, unitMs: number, upTo: number): Period | null {
  const first = Math.ceil(start / unitMs) * unitMs;
  const last = Math.floor(Math.min(end, upTo) / unitMs) * unitMs;
  return first < last ? { start: first, end: last } : null;
}
