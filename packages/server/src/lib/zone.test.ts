import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { addMonths, daysBefore, hasWholeHourChanges, instantOf, localTime, startOfDay } from "./zone.ts";

const DAY = 86_400_000;
const at = (text: string) => Date.parse(`${text}Z`);
const text = (time: number) => new Date(time).toISOString().slice(0, 16);

test("local time is what the clocks show, to the millisecond", () => {
  expect(localTime("Asia/Kathmandu", at("2026-01-01T00:00:00.123"))).toBe(at("2026-01-01T05:45:00.123"));
  expect(localTime("America/New_York", -1)).toBe(at("1969-12-31T18:59:59.999"));
  expect(localTime("Pacific/Kiritimati", at("9999-12-31T12:00"))).toBe(
    at("9999-12-31T12:00") + 14 * 3_600_000,
  );
});

test("an instant's local time leads back to it, or to the first of two that show it", () => {
  const zones = ["UTC", "Europe/Berlin", "Australia/Lord_Howe", "America/Sao_Paulo", "Pacific/Apia"];
  const range = { min: at("2010-01-01T00:00"), max: at("2030-01-01T00:00") };
  fc.assert(
    fc.property(fc.constantFrom(...zones), fc.integer(range), (zone, instant) => {
      const local = localTime(zone, instant);
      const found = instantOf(zone, local);
      expect(localTime(zone, found)).toBe(local);
      expect(found).toBeLessThanOrEqual(instant);
      expect(startOfDay(zone, instant)).toBeLessThanOrEqual(instant);
      expect(instant - startOfDay(zone, instant)).toBeLessThan(25 * 3_600_000);
    }),
  );
});

test("of a time that happens twice the first, of one that never does what the old clocks say", () => {
  expect(text(instantOf("Europe/Berlin", at("2026-10-25T02:30")))).toBe("2026-10-25T00:30");
  expect(text(instantOf("Europe/Berlin", at("2026-03-29T02:30")))).toBe("2026-03-29T01:30");
});

describe("a day", () => {
  test("may begin at one o'clock", () => {
    expect(text(startOfDay("America/Sao_Paulo", at("2018-11-04T15:00")))).toBe("2018-11-04T03:00");
  });

  test("that was left out does not count", () => {
    const newYear = startOfDay("Pacific/Apia", at("2012-01-01T00:00"));
    expect(text(newYear)).toBe("2011-12-31T10:00");
    expect(text(daysBefore("Pacific/Apia", newYear, 1))).toBe("2011-12-30T10:00");
    expect(text(daysBefore("Pacific/Apia", newYear, 2))).toBe("2011-12-29T10:00");
    expect(daysBefore("UTC", at("2026-01-01T00:00"), 365)).toBe(at("2025-01-01T00:00"));
  });
});

test("months are added by the calendar", () => {
  expect(addMonths(at("2026-01-01T00:00"), -11)).toBe(at("2025-02-01T00:00"));
  expect(addMonths(at("2024-02-29T00:00"), -12)).toBe(at("2023-03-01T00:00"));
});

test("few zones change by less than an hour", () => {
  const year = [at("2026-01-01T00:00"), at("2027-01-01T00:00")] as const;
  expect(hasWholeHourChanges("Europe/Berlin", ...year)).toBe(true);
  expect(hasWholeHourChanges("Asia/Kathmandu", ...year)).toBe(true);
  expect(hasWholeHourChanges("Australia/Lord_Howe", ...year)).toBe(false);
  expect(hasWholeHourChanges("Australia/Lord_Howe", year[0], year[0] + DAY)).toBe(true);
});
