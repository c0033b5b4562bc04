import { beforeEach, expect, test } from "bun:test";
import { INTERVALS, METRICS } from "@visoli/contract/stats";
import fc from "fast-check";
import { forEachAnalytics } from "../../../../test/analytics.ts";
import { click } from "../../../../test/clicks.ts";
import { askSeries } from "../../../../test/series.ts";
import { CLOSED, NOW, sampleClicks, sumsOf } from "../../../../test/sums.ts";
import { DAY_MS, HOUR_MS } from "../lib/time.ts";
import type { Analytics } from "./client.ts";
import { askGroups } from "./questions/groups.ts";
import { askLinkClicks } from "./questions/link-clicks.ts";
import { askTotals } from "./questions/totals.ts";
import { refreshSums } from "./sums-refresh.ts";
import type { Selection } from "./where.ts";

const time = fc.oneof(
  fc.integer({ min: NOW - 55 * DAY_MS, max: NOW }),
  fc.integer({ min: NOW - 6 * HOUR_MS, max: NOW }),
  fc.integer({ min: 0, max: 8 }).map((hours) => CLOSED - hours * HOUR_MS),
);
const optional = <Value>(values: fc.Arbitrary<Value>) => fc.option(values, { nil: undefined });
const filter = (values: string[]) =>
  optional(
    fc
      .record({ include: fc.subarray(values), exclude: fc.subarray(values) })
      .filter(({ include, exclude }) => include.length + exclude.length > 0),
  );
const LINKS = ["lnk_1", "lnk_2", "lnk_3", "lnk_none"];
/** As links with two tags, one and none have them. */
const TAGS = [
  { value: "a", link: "lnk_1" },
  { value: "b", link: "lnk_1" },
  { value: "a", link: "lnk_2" },
];

const question = fc
  .record({
    ends: fc.tuple(time, time),
    includeBots: fc.boolean(),
    trigger: filter(["link", "qr", "open"]),
    class: filter(["human", "bot"]),
    country: fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, filter(["DE"])),
    only: optional(fc.subarray(LINKS)),
    not: optional(fc.subarray(LINKS)),
    metrics: fc.uniqueArray(fc.constantFrom("clicks", "scans", "opens", ...METRICS), { minLength: 1 }),
    interval: fc.constantFrom(...INTERVALS.filter((interval) => interval !== "minute")),
    timezone: fc.constantFrom("UTC", "Europe/Berlin", "Asia/Kathmandu", "America/Sao_Paulo"),
    keys: fc.subarray(["link", "trigger", "class", "country"] as const, { minLength: 1, maxLength: 2 }),
    withTags: fc.boolean(),
  })
  .map(({ ends: [a, b], includeBots, only, not, trigger, class: kind, country, ...asked }) => {
    const selection: Selection = {
      ...{ workspaceId: "ws_1", start: Math.min(a, b), end: Math.max(a, b) + 1, includeBots },
      ...{ timezone: asked.timezone, filters: { trigger, class: kind, country }, links: { only, not } },
    };
    return { ...asked, selection };
  });
type Question = typeof question extends fc.Arbitrary<infer Each> ? Each : never;

async function answers(analytics: Analytics, asked: Question) {
  const { selection, metrics, interval, timezone } = asked;
  const columns = asked.keys.map((dimension) => ({ dimension }));
  const grouping = {
    keys: asked.withTags ? [{ pairs: TAGS, withNone: true }, ...columns] : columns,
    ...{ metrics, limit: 100, order: { by: metrics, direction: "desc" as const } },
  };
  return {
    totals: await askTotals(analytics, selection, metrics),
    series: await askSeries(analytics, selection, interval, timezone, metrics),
    groups: await askGroups(analytics, selection, grouping),
    links: [...(await askLinkClicks(analytics, "ws_1", LINKS))].sort(),
  };
}

forEachAnalytics("questions that sums answer", (suite) => {
  const sums = sumsOf(suite);
  const refresh = async () => expect(await refreshSums(suite.analytics, NOW)).toBe(true);
  beforeEach(() => sums.empty());

  test("have the answers that single clicks give", async () => {
    await sums.insert(sampleClicks(1_500, 1));
    await refresh();
    expect(await sums.summed()).toBeGreaterThan(900);
    await sums.insert(sampleClicks(300, 2));
    await refresh();
    await fc.assert(
      fc.asyncProperty(question, async (asked) => {
        expect(await answers(suite.analytics, asked)).toEqual(await answers(sums.withoutSums(), asked));
      }),
      { numRuns: 60 },
    );
  }, 240_000);

  test("are those of whole hours, links, triggers and classes; no others", async () => {
    await sums.insert([CLOSED - 1.5 * HOUR_MS, CLOSED - HOUR_MS, CLOSED].map((at) => click({ at })));
    await refresh();
    await sums.addSum(CLOSED - 2 * HOUR_MS, 1_000);
    const hours = {
      workspaceId: "ws_1",
      start: CLOSED - 2 * HOUR_MS,
      end: NOW,
      includeBots: false,
      filters: {},
    };
    const clicks = async (part: Partial<Selection>, metrics: ("clicks" | "visitors")[] = ["clicks"]) =>
      (await askTotals(suite.analytics, { ...hours, ...part }, metrics)).clicks;
    const of = (dimension: string, value: string) => ({
      filters: { [dimension]: { include: [value], exclude: [] } },
    });
    expect(await clicks({})).toBe(1_003);
    expect(await clicks(of("trigger", "link"))).toBe(1_003);
    expect(await clicks(of("class", "human"))).toBe(1_003);
    expect(await clicks({ links: { only: ["lnk_1"] } })).toBe(1_003);
    expect(await clicks({ end: CLOSED - HOUR_MS })).toBe(1_001);
    expect(await clicks({ end: CLOSED - HOUR_MS - 1 })).toBe(1);
    expect(await clicks({ start: hours.start + 1 })).toBe(3);
    // Whoever looks at single clicks for their visitors counts them, too.
    expect(await clicks({}, ["clicks", "visitors"])).toBe(3);
    expect(await clicks(of("country", ""))).toBe(3);
    expect((await askLinkClicks(suite.analytics, "ws_1", ["lnk_1"])).get("lnk_1")?.clicks).toBe(1_003);
    const days = async (zone: string) =>
      (await askSeries(suite.analytics, hours, "day", zone, ["clicks"])).map((entry) => entry.clicks);
    expect(await days("Asia/Tokyo")).toEqual([1_003]);
    expect(await days("Asia/Kathmandu")).toEqual([3]);
  });

  test("of hours in part have the clicks of their last instant, each in a part of the table by itself", async () => {
    for (const at of [CLOSED - HOUR_MS - 1, CLOSED - 1, CLOSED]) await sums.insert([click({ at })]);
    await refresh();
    const clicks = async (start: number, end: number) =>
      (
        await askTotals(
          suite.analytics,
          { workspaceId: "ws_1", start, end, includeBots: false, filters: {} },
          ["clicks"],
        )
      ).clicks;
    expect(await clicks(CLOSED - HOUR_MS - 60_000, CLOSED)).toBe(2);
    expect(await clicks(CLOSED - HOUR_MS - 60_000, CLOSED - HOUR_MS)).toBe(1);
    expect(await clicks(CLOSED - 60_000, CLOSED + 1)).toBe(2);
  });

  test("of links whose clicks were taken back have no group of them", async () => {
    await sums.insert([click({ at: CLOSED - HOUR_MS })]);
    await refresh();
    await sums.addSum(CLOSED - HOUR_MS, 5, "lnk_9");
    await sums.addSum(CLOSED - HOUR_MS, -5, "lnk_9");
    const links = await askLinkClicks(suite.analytics, "ws_1", ["lnk_1", "lnk_9"]);
    expect([...links]).toEqual([["lnk_1", { clicks: 1, scans: 0 }]]);
  });
});
