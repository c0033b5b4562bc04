import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../lib/time.ts";

/** How long to wait after the first failure, after the second, ...: a little over three days together. */
export const PAUSES_MS = [
  5 * SECOND_MS,
  MINUTE_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
];
/** So that those who failed at once do not come back at once. */
const JITTER = 0.2;
const MAX_RETRY_AFTER_MS = DAY_MS;

/** The wait after a failed attempt (counted from 1), and as long as the receiver asks for, a day at most; null after the last. */
export function pauseAfter(
  attempt: number,
  retryAfterMs: number | null,
  random: () => number = Math.random,
): number | null {
  const pause = PAUSES_MS[attempt - 1];
  if (pause === undefined) return null;
  const jittered = Math.round(pause * (1 + JITTER * random()));
  return Math.max(jittered, Math.min(retryAfterMs ?? 0, MAX_RETRY_AFTER_MS));
}

/** A Retry-After header in milliseconds from now: seconds, or a date; null where it is neither. */
export function readRetryAfter(header: string | null, now: number): number | null {
  if (header === null) return null;
  if (/^\s*\d{1,9}\s*$/.test(header)) return Number(header) * SECOND_MS;
  const date = Date.parse(header);
  return Number.isNaN(date) || !/[a-z]/i.test(header) ? null : Math.max(0, date - now);
}
