import { expect, test } from "bun:test";
import { DIMENSIONS } from "@visoli/contract/dimensions";
import { ALL_METRICS, StatsQuerySchema } from "@visoli/contract/stats";
import fc from "fast-check";
import { spanOf } from "./period.ts";
import { hasDimension, questionOf } from "./question.ts";
import { CARDS, changed, INTERVALS, PERIODS, readStatisticsSearch, TABS } from "./search.ts";

const NOW = Date.parse("2027-03-15T12:34:56Z");
const junk = fc.dictionary(
  fc.constantFrom(
    ...DIMENSIONS,
    "period",
    "from",
    "to",
    "compare",
    "zone",
    "metric",
    "bots",
    "list",
    "tab",
    "x",
  ),
  fc.oneof(
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(fc.string()),
    fc.constantFrom("30d", "2027-01-31", "2027-02-30", "year", "UTC", "value", "city"),
  ),
);

test("what was read is read again unchanged", () => {
  fc.assert(
    fc.property(junk, (search) => {
      const once = readStatisticsSearch(search);
      expect(readStatisticsSearch(once)).toEqual(once);
    }),
  );
});

test("days go before a period, and only together and in their order", () => {
  const days = { from: "2027-01-01", to: "2027-01-31" };
  expect(readStatisticsSearch({ ...days, period: "7d" })).toEqual(days);
  expect(readStatisticsSearch({ from: "2027-02-01", to: "2027-01-31", period: "7d" })).toEqual({
    period: "7d",
  });
  expect(
    readStatisticsSearch({ from: "2027-02-01", bots: "true", metric: "opens", interval: "minute" }),
  ).toEqual({});
  expect(changed({ period: "7d", country: "DE" }, { country: undefined, city: "" })).toEqual({
    period: "7d",
    city: "",
  });
});

test("whatever the address says, the API understands the question", () => {
  fc.assert(
    fc.property(junk, fc.constantFrom(...PERIODS, undefined), (search, period) => {
      const read = readStatisticsSearch({ ...search, zone: "Europe/Berlin", ...(period && { period }) });
      const question = questionOf(read, spanOf(read, NOW));
      const parsed = StatsQuerySchema.safeParse(question);
      const faulty = parsed.error?.issues.filter(({ path }) => !DIMENSIONS.some((name) => name === path[0]));
      expect(faulty ?? []).toEqual([]);
    }),
  );
});

test("cards, intervals and tabs are those of the API", () => {
  expect(CARDS.every((name) => ALL_METRICS.includes(name))).toBe(true);
  for (const interval of INTERVALS) expect(StatsQuerySchema.safeParse({ interval }).success).toBe(true);
  for (const name of Object.values(TABS).flat()) expect(DIMENSIONS).toContain(name);
  const free = { statistics: "basic" as const, statisticsDays: 30 };
  expect(DIMENSIONS.filter((name) => hasDimension(free, name))).toEqual([
    ...(["link", "slug", "domain", "tag", "folder", "country", "referrer"] as const),
  ]);
});
