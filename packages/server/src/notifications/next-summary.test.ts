import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { localTime } from "../lib/zone.ts";
import { nextSummary, summarised } from "./next-summary.ts";

const ZONES = [
  "UTC",
  "Europe/Berlin",
  "America/Santiago",
  "Asia/Kathmandu",
  "Pacific/Apia",
  "America/St_Johns",
];
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

describe("the next summary", () => {
  test.each([
    ["daily", "UTC", "2027-01-15T06:59:59Z", "2027-01-15T07:00:00Z"],
    ["daily", "UTC", "2027-01-15T07:00:00Z", "2027-01-16T07:00:00Z"],
    ["weekly", "UTC", "2027-01-15T12:00:00Z", "2027-01-18T07:00:00Z"],
    ["weekly", "UTC", "2027-01-18T06:00:00Z", "2027-01-18T07:00:00Z"],
    ["weekly", "UTC", "2027-01-18T07:00:00Z", "2027-01-25T07:00:00Z"],
    // Clocks go forward on 28 March 2027.
    ["daily", "Europe/Berlin", "2027-03-27T12:00:00Z", "2027-03-28T05:00:00Z"],
    ["daily", "Europe/Berlin", "2027-03-26T12:00:00Z", "2027-03-27T06:00:00Z"],
    ["daily", "Asia/Kathmandu", "2027-01-15T12:00:00Z", "2027-01-16T01:15:00Z"],
  ] as const)("%s in %s after %s is due at %s", (rhythm, zone, now, due) => {
    expect(nextSummary(rhythm, zone, Date.parse(now))).toBe(Date.parse(due));
  });

  test("is none where none is wanted", () => {
    expect(nextSummary("off", "UTC", 0)).toBeNull();
  });

  test("comes at seven by the zone's clocks, and its time ends with the day before, whatever the clocks do", () => {
    const times = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2035, 0) });
    const rhythms = fc.constantFrom("daily" as const, "weekly" as const);
    fc.assert(
      fc.property(times, fc.constantFrom(...ZONES), rhythms, (now, zone, rhythm) => {
        const due = nextSummary(rhythm, zone, now) ?? 0;
        const clock = new Date(localTime(zone, due));
        expect(clock.getUTCHours()).toBe(7);
        if (rhythm === "weekly") expect(clock.getUTCDay()).toBe(1);
        const most = (rhythm === "daily" ? 2 : 8) * DAY_MS;
        expect(due - now).toBeWithin(1, most + 1);
        const { start, end } = summarised(rhythm, zone, due);
        expect(end).toBeLessThanOrEqual(due);
        const days = rhythm === "daily" ? 1 : 7;
        expect(Math.abs(end - start - days * DAY_MS)).toBeLessThanOrEqual(HOUR_MS);
      }),
    );
  });
});
