import { expect, test } from "bun:test";
import { DIMENSIONS } from "./dimensions.ts";
import { INTERVALS, StatsQuerySchema } from "./stats.ts";
import { TimeZoneSchema } from "./time-zone.ts";

test("asks for nothing in particular by default", () => {
  expect(StatsQuerySchema.parse({})).toEqual({ timezone: "UTC", limit: 100 });
});

test("a time zone is a name of the zone database, in any case, never an offset", () => {
  expect(TimeZoneSchema.parse("europe/berlin")).toBe("Europe/Berlin");
  expect(TimeZoneSchema.parse("UTC")).toBe("UTC");
  for (const zone of ["+02:00", "-0500", "Mars/Base", "", "Europe/Berlin'", "Europe/Berlin\0", "Z; drop"]) {
    expect([zone, TimeZoneSchema.safeParse(zone).success]).toEqual([zone, false]);
  }
});

test("every dimension filters and groups, every interval is taken, and nothing else", () => {
  for (const name of DIMENSIONS) {
    expect(StatsQuerySchema.parse({ [name]: "a,!b" })[name]).toEqual({ include: ["a"], exclude: ["b"] });
    expect(StatsQuerySchema.parse({ groupBy: name }).groupBy).toBe(name);
  }
  for (const interval of INTERVALS) expect(StatsQuerySchema.parse({ interval }).interval).toBe(interval);
  for (const wrong of [
    { groupBy: "visitor" },
    { interval: "second" },
    { include: "all" },
    { visitor: "1" },
  ]) {
    expect(StatsQuerySchema.safeParse(wrong).success).toBe(false);
  }
});

test("groups are 1 to 1,000", () => {
  expect(StatsQuerySchema.parse({ limit: "1000" }).limit).toBe(1_000);
  for (const limit of ["0", "1001", "a", "1.5"])
    expect(StatsQuerySchema.safeParse({ limit }).success).toBe(false);
});

test("the metrics that are wanted may be named, and only those that there are", () => {
  expect(StatsQuerySchema.safeParse({ metrics: "clicks,visitors" }).success).toBe(true);
  expect(StatsQuerySchema.safeParse({ metrics: "scans,opens,clicks,visitors" }).success).toBe(true);
  expect(StatsQuerySchema.safeParse({ metrics: "visitors" }).success).toBe(true);
  for (const metrics of ["", "clicks,", "sales", "clicks visitors"])
    expect(StatsQuerySchema.safeParse({ metrics }).success).toBe(false);
});
