import { expect, test } from "bun:test";
import { DAY_MS, HOUR_MS, iso, isoOrNull, MINUTE_MS, SECOND_MS, utcDay } from "./time.ts";

test("times are ISO 8601 in UTC with milliseconds", () => {
  expect(iso(0)).toBe("1970-01-01T00:00:00.000Z");
  expect(isoOrNull(1)).toBe("1970-01-01T00:00:00.001Z");
  expect(isoOrNull(0)).toBe("1970-01-01T00:00:00.000Z");
  expect(isoOrNull(null)).toBeNull();
});

test("a day begins and ends at midnight UTC", () => {
  const midnight = Date.UTC(2027, 11, 31);
  expect([midnight - 1, midnight, midnight + DAY_MS - 1].map(utcDay)).toEqual([
    "2027-12-30",
    "2027-12-31",
    "2027-12-31",
  ]);
  expect(DAY_MS).toBe(24 * HOUR_MS);
  expect(HOUR_MS).toBe(60 * MINUTE_MS);
  expect(MINUTE_MS).toBe(60 * SECOND_MS);
});
