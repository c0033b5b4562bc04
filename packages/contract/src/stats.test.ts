import { expect, test } from "bun:test";
import { DIMENSIONS } from "./dimensions.ts";
import { INTERVALS, NUMBERS, StatsQuerySchema } from "./stats.ts";
import { TimeZoneSchema } from "./time-zone.ts";

test("asks for nothing in particular by default", () => {
  expect(StatsQuerySchema.parse({})).toEqual({ timezone: "UTC", order: "desc" });
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
    const [kept, left] = NUMBERS[name] ? ["2", "3"] : ["a", "b"];
    const query = StatsQuerySchema.parse({ [name]: `${kept},!${left}` });
    expect(query[name]).toEqual({ include: [kept], exclude: [left] });
    expect(StatsQuerySchema.parse({ groupBy: name }).groupBy).toEqual([name]);
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
  for (const metrics of ["", "clicks,", "earnings", "sales,sales", "clicks visitors"])
    expect(StatsQuerySchema.safeParse({ metrics }).success).toBe(false);
});

test("up to three dimensions group together, each once", () => {
  const { groupBy } = StatsQuerySchema.parse({ groupBy: "country,device,hourOfWeek" });
  expect(groupBy).toEqual(["country", "device", "hourOfWeek"]);
  for (const wrong of ["", ",", "country,", "country,country", "country, device", "link,tag,slug,city"])
    expect([wrong, StatsQuerySchema.safeParse({ groupBy: wrong }).success]).toEqual([wrong, false]);
});

test("up to twelve lists are of one dimension each, each once", () => {
  expect(StatsQuerySchema.parse({ lists: "country,tag,hour" }).lists).toEqual(["country", "tag", "hour"]);
  expect(StatsQuerySchema.safeParse({ lists: DIMENSIONS.slice(0, 12).join(",") }).success).toBe(true);
  for (const wrong of ["", "country,country", "nothing", DIMENSIONS.slice(0, 13).join(",")])
    expect([wrong, StatsQuerySchema.safeParse({ lists: wrong }).success]).toEqual([wrong, false]);
});

test("hours and weekdays are whole numbers of their range", () => {
  for (const [name, values] of [
    ["hour", ["0", "23", "!9"]],
    ["weekday", ["1", "7", "!6,!7"]],
    ["hourOfWeek", ["0", "167"]],
  ] as const)
    for (const value of values)
      expect([name, value, StatsQuerySchema.safeParse({ [name]: value }).success]).toEqual([
        name,
        value,
        true,
      ]);
  for (const [name, values] of [
    ["hour", ["24", "-1", "1.5", "09", "", "!", "9,x"]],
    ["weekday", ["0", "8", "Monday"]],
    ["hourOfWeek", ["168", "1e2"]],
  ] as const)
    for (const value of values)
      expect([name, value, StatsQuerySchema.safeParse({ [name]: value }).success]).toEqual([
        name,
        value,
        false,
      ]);
});

test("what shapes the answer is one of what there is", () => {
  for (const right of [
    { period: "12mo" },
    { compare: "year" },
    { other: "true" },
    { order: "asc", orderBy: "visitors" },
  ])
    expect(StatsQuerySchema.safeParse(right).success).toBe(true);
  for (const wrong of [
    { period: "1y" },
    { compare: "" },
    { other: "1" },
    { order: "up" },
    { orderBy: "clicks,scans" },
    { metrics: "clicks,clicks" },
  ])
    expect([wrong, StatsQuerySchema.safeParse(wrong).success]).toEqual([wrong, false]);
});
