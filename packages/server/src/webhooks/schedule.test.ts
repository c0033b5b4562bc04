import { expect, test } from "bun:test";
import { DAY_MS, HOUR_MS } from "../lib/time.ts";
import { PAUSES_MS, pauseAfter, readRetryAfter } from "./schedule.ts";

test("retries go on for some three days, each a little later than the table says", () => {
  const total = PAUSES_MS.reduce((sum, pause) => sum + pause, 0);
  expect(total).toBeGreaterThan(3 * DAY_MS);
  expect(total).toBeLessThan(3.5 * DAY_MS);
  PAUSES_MS.forEach((pause, place) => {
    expect(pauseAfter(place + 1, null, () => 0)).toBe(pause);
    expect(pauseAfter(place + 1, null, () => 1)).toBe(Math.round(pause * 1.2));
  });
  expect(pauseAfter(PAUSES_MS.length + 1, null)).toBeNull();
});

test("a receiver can put it off, for a day at most, and never hurries it", () => {
  expect(pauseAfter(1, HOUR_MS, () => 0)).toBe(HOUR_MS);
  expect(pauseAfter(1, 1, () => 0)).toBe(5_000);
  expect(pauseAfter(1, 400 * DAY_MS, () => 0)).toBe(DAY_MS);
  expect(pauseAfter(11, HOUR_MS)).toBeNull();
});

test("Retry-After is read as seconds or as a date, and nothing else", () => {
  const now = Date.UTC(2027, 0, 15, 12);
  expect(readRetryAfter("120", now)).toBe(120_000);
  expect(readRetryAfter("Fri, 15 Jan 2027 12:01:00 GMT", now)).toBe(60_000);
  expect(readRetryAfter("Fri, 15 Jan 2027 11:00:00 GMT", now)).toBe(0);
  for (const header of [null, "", "soon", "-5", "1.5", "1e9", "99999999999"])
    expect([header, readRetryAfter(header, now)]).toEqual([header, null]);
});
