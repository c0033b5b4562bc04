import { expect, test } from "bun:test";
import { intervalsOf, lengthOf, samePartBefore, spanOf } from "./period.ts";
import { chartIntervals, comparisonOf, questionOf, spanReaches } from "./question.ts";
import { dayOf, instantOf, localTime, moveDay, startOfDay } from "./zone.ts";

const BERLIN = "Europe/Berlin";
const NOW = Date.parse("2027-03-15T22:30:00Z");
const FREE = { statistics: "basic" as const, statisticsDays: 30 };
const FULL = { statistics: "full" as const, statisticsDays: null };

test("clocks that are put forward and back, and days that begin at one o'clock", () => {
  expect(new Date(localTime(BERLIN, Date.parse("2027-07-01T00:00:00Z"))).toISOString()).toBe(
    "2027-07-01T02:00:00.000Z",
  );
  expect(new Date(startOfDay(BERLIN, "2027-03-28")).toISOString()).toBe("2027-03-27T23:00:00.000Z");
  expect(startOfDay(BERLIN, "2027-03-29") - startOfDay(BERLIN, "2027-03-28")).toBe(23 * 3_600_000);
  expect(startOfDay(BERLIN, "2027-11-01") - startOfDay(BERLIN, "2027-10-31")).toBe(25 * 3_600_000);
  // Half past two does not exist that night.
  expect(new Date(instantOf(BERLIN, Date.parse("2027-03-28T02:30:00Z"))).toISOString()).toBe(
    "2027-03-28T01:30:00.000Z",
  );
  expect(new Date(startOfDay("Africa/Cairo", "2027-04-30")).toISOString()).toBe("2027-04-29T22:00:00.000Z");
  for (const zone of ["Pacific/Chatham", "America/St_Johns", "Asia/Kathmandu", "UTC"])
    for (let day = "2027-01-01"; day < "2028-01-01"; day = moveDay(day, { days: 1 }))
      expect(dayOf(zone, startOfDay(zone, day))).toBe(day);
});

test("days move by the calendar", () => {
  expect(moveDay("2027-01-31", { months: 1 })).toBe("2027-02-28");
  expect(moveDay("2027-03-01", { days: -1 })).toBe("2027-02-28");
  expect(moveDay("2027-01-15", { months: -1 })).toBe("2026-12-15");
});

test("periods are those of the zone's calendar", () => {
  const of = (search: object) => spanOf({ zone: BERLIN, ...search }, NOW);
  expect(of({}).options).toEqual({ timezone: BERLIN, period: "30d" });
  expect([of({}).from, of({}).to, lengthOf(of({}))]).toEqual(["2027-02-14", "2027-03-15", 30]);
  expect(of({ period: "today" }).options).toEqual({ timezone: BERLIN, start: "2027-03-14T23:00:00.000Z" });
  expect(of({ period: "yesterday" }).options).toEqual({
    ...{ timezone: BERLIN, start: "2027-03-13T23:00:00.000Z", end: "2027-03-14T23:00:00.000Z" },
  });
  expect(of({ period: "lastMonth" })).toMatchObject({
    from: "2027-02-01",
    to: "2027-02-28",
    isRunning: false,
  });
  expect(of({ period: "month" }).options.period).toBe("mtd");
  // One hour later it is another day there.
  expect(spanOf({ zone: BERLIN, period: "today" }, NOW + 3_600_000).from).toBe("2027-03-16");
  expect(of({ from: "2027-03-01", to: "2027-04-01" })).toMatchObject({ to: "2027-03-15", isRunning: true });
  expect(of({ from: "2027-05-01", to: "2027-06-01" }).from).toBe("2027-03-15");
});

test("a running day is compared with the same hours of the day before, a month with the same days", () => {
  const today = spanOf({ zone: BERLIN, period: "today" }, NOW);
  expect(samePartBefore(today, NOW)).toEqual({
    start: "2027-03-13T23:00:00.000Z",
    end: "2027-03-14T22:30:00.000Z",
  });
  const month = spanOf({ zone: BERLIN, period: "month" }, NOW);
  expect(samePartBefore(month, NOW)).toEqual({
    start: "2027-01-31T23:00:00.000Z",
    end: "2027-02-15T22:30:00.000Z",
  });
  // The 31st of March has its like in no February: all of it then.
  const late = Date.parse("2027-03-31T12:00:00Z");
  const span = spanOf({ zone: "UTC", period: "month" }, late);
  expect(samePartBefore(span, late)?.end).toBe("2027-02-28T12:00:00.000Z");
  expect(samePartBefore(spanOf({ zone: BERLIN }, NOW), NOW)).toBeUndefined();
});

test("what a plan does not have is not asked for", () => {
  const of = (period: "30d" | "90d" | "7d" | "all" | "today") => spanOf({ zone: BERLIN, period }, NOW);
  expect([spanReaches(FREE, of("30d"), NOW), spanReaches(FREE, of("90d"), NOW)]).toEqual([true, false]);
  expect([spanReaches(FREE, of("all"), NOW), spanReaches(FULL, of("all"), NOW)]).toEqual([false, true]);
  expect(comparisonOf({}, of("30d"), FREE, NOW)).toBeUndefined();
  expect(comparisonOf({}, of("7d"), FREE, NOW)).toBe("previous");
  expect(comparisonOf({ compare: "year" }, of("7d"), FREE, NOW)).toBeUndefined();
  expect(comparisonOf({ compare: "none" }, of("7d"), FULL, NOW)).toBeUndefined();
  expect(chartIntervals({}, of("today"), FREE)).toEqual({ chosen: "day", offered: ["day"] });
  expect(chartIntervals({ interval: "day" }, of("today"), FULL)).toEqual({
    chosen: "day",
    offered: ["hour", "day"],
  });
  expect(chartIntervals({ interval: "hour" }, of("90d"), FULL).chosen).toBe("day");
  expect(chartIntervals({}, of("all"), FULL).chosen).toBeUndefined();
});

test("a link's page asks for that link, whatever the address says", () => {
  const search = { zone: "UTC", link: "lnk_other", country: "DE", bots: true as const };
  expect(questionOf(search, spanOf(search, NOW), "lnk_1")).toEqual({
    ...{ timezone: "UTC", period: "30d", link: "lnk_1", country: "DE", include: "bots" },
  });
  for (const days of [1, 7, 31, 90, 365, 4_000]) expect(intervalsOf(days).length).toBeGreaterThan(1);
});
