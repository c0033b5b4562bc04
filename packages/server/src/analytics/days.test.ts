import { beforeEach, expect, test } from "bun:test";
import { forEachAnalytics } from "../../../../test/analytics.ts";
import { click } from "../../../../test/clicks.ts";
import { askSeries } from "../../../../test/series.ts";
import { CLOSED, NOW, sampleClicks, sumsOf } from "../../../../test/sums.ts";
import { DAY_MS, HOUR_MS } from "../lib/time.ts";
import { reclassifyPartition } from "./class-rules.ts";
import type { Analytics } from "./client.ts";
import { daysTable } from "./days.ts";
import { eraseClicks } from "./erase.ts";
import { askGroups } from "./questions/groups.ts";
import { askLists } from "./questions/lists.ts";
import { askTotals } from "./questions/totals.ts";
import { purgeClicks } from "./retention.ts";
import { readSumsState } from "./sums.ts";
import { refreshSums } from "./sums-refresh.ts";
import type { Selection } from "./where.ts";

/** Days up to here are over. */
const TODAY = Math.floor(NOW / DAY_MS) * DAY_MS;

forEachAnalytics("sums of clicks by day", (suite) => {
  const sums = sumsOf(suite);
  const refresh = async (now = NOW) => expect(await refreshSums(suite.analytics, now)).toBe(true);
  beforeEach(() => sums.empty());

  test("equal the clicks of every day that is over, by value and class, and no later ones", async () => {
    await sums.insert(sampleClicks(300, 71));
    await refresh();
    expect(await sums.summedDays()).toBeGreaterThan(50);
    expect(await sums.dayDifferences(TODAY)).toEqual([]);
    await refresh(NOW + DAY_MS);
    expect(await sums.dayDifferences(TODAY + DAY_MS)).toEqual([]);
  }, 120_000);

  test("have each visitor once a day, in each class and in all classes together", async () => {
    const at = TODAY - DAY_MS;
    await sums.insert([
      ...[1, 1, 2].map((visitor) => click({ at, visitor, country: "DE" })),
      click({ at, visitor: 2, country: "AT", class: "duplicate" }),
      click({ at, visitor: 3, country: "AT", trigger: "open" }),
      click({ at, visitor: 0, country: "AT" }),
    ]);
    await refresh();
    const rows = await suite.analytics.query(
      `select toString(dimension) as dimension, toString(class) as kind, value, sum(visitors) as n from ${daysTable(suite.analytics)}
       where grain = 'day' and dimension in ('all', 'country') group by all having n != 0 order by all`,
    );
    expect(rows).toEqual(
      [
        ...[
          ["all", "", "", 2],
          ["all", "duplicate", "", 1],
          ["all", "human", "", 2],
        ],
        ...[
          ["country", "", "AT", 1],
          ["country", "", "DE", 2],
          ["country", "duplicate", "AT", 1],
        ],
        ["country", "human", "DE", 2],
      ].map(([dimension, kind, value, n]) => ({ dimension, kind, value, n })) as never,
    );
  }, 120_000);

  test("follow clicks that come late, are classed anew, or are taken away, and segments that come twice", async () => {
    const at = CLOSED - 3 * DAY_MS;
    await sums.insert([
      ...sampleClicks(100, 72),
      click({ at, asn: 26_211, browser: "Chrome", os: "Windows" }),
      click({ at: CLOSED - 100 * DAY_MS, link: "lnk_2" }),
    ]);
    await refresh();
    const late = sampleClicks(50, 73);
    await sums.insert(late, "late");
    await sums.insert(late, "late");
    await refresh();
    expect(await sums.dayDifferences(TODAY)).toEqual([]);
    expect(await reclassifyPartition(suite.analytics, "20260401")).toBeGreaterThan(1);
    await sums.settle();
    expect(await sums.dayDifferences(TODAY)).not.toEqual([]);
    await refresh();
    expect(await sums.dayDifferences(TODAY)).toEqual([]);
    while (!(await eraseClicks(suite.analytics, [{ workspaceId: "ws_1", linkIds: ["lnk_2"] }])))
      await sums.settle();
    await refresh();
    expect(await sums.dayDifferences(TODAY)).toEqual([]);
    while (!(await eraseClicks(suite.analytics, [{ workspaceId: "ws_2" }]))) await sums.settle();
    expect(await sums.summedDays("workspace = 'ws_2'")).toBe(0);
    await refresh();
    expect(await sums.dayDifferences(TODAY)).toEqual([]);
  }, 120_000);

  test("come right after an end at any point, also where something was written twice", async () => {
    for (const point of [1, 2, 3]) {
      await sums.insert(sampleClicks(60, 80 + point));
      let writes = 0;
      const command = async (sql: string) => {
        if (sql.includes("insert into") && ++writes > point) throw new Error("broken off");
        await suite.analytics.command(sql);
      };
      const store: Analytics = { ...suite.analytics, command };
      await refreshSums(store, NOW).catch(() => {});
      await suite.analytics.command(
        `insert into ${daysTable(suite.analytics)} select * from ${daysTable(suite.analytics)}
         where dimension = 'country' limit ${point} settings async_insert = 0, insert_deduplicate = 0`,
      );
      await sums.insert(sampleClicks(5, 90 + point));
      await sums.compareWhole();
      await refresh();
      expect(await sums.dayDifferences(TODAY, 0, ["day"])).toEqual([]);
    }
  }, 120_000);

  test("stay when single clicks go, which they do not before they are counted by day", async () => {
    await sums.insert(sampleClicks(200, 74));
    await refresh();
    const before = await sums.summedDays();
    for (let times = 0; times < 2; times++) await purgeClicks(suite.analytics, NOW - 16 * DAY_MS);
    await sums.settle();
    const purged = (await readSumsState(suite.analytics)).purged;
    expect(await sums.single(`at < fromUnixTimestamp64Milli(${purged}, 'UTC')`)).toBe(0);
    await sums.insert([click({ at: purged - HOUR_MS })]);
    await sums.compareWhole();
    await refresh();
    expect(await sums.summedDays()).toBe(before);
    expect(await sums.dayDifferences(TODAY, purged, ["day"])).toEqual([]);
  }, 120_000);

  test("are of as many days as are wanted, and stay right where no more are", async () => {
    await sums.insert(sampleClicks(200, 75));
    const until = TODAY - 10 * DAY_MS;
    expect(await refreshSums(suite.analytics, NOW, { daysUntil: 0 })).toBe(true);
    expect(await sums.summedDays()).toBe(0);
    expect(await refreshSums(suite.analytics, NOW, { daysUntil: until + HOUR_MS })).toBe(true);
    expect(await sums.summedDays()).toBeGreaterThan(10);
    expect(await sums.dayDifferences(until)).toEqual([]);
    await sums.insert([click({ at: until - HOUR_MS }), click({ at: until })]);
    expect(await refreshSums(suite.analytics, NOW, { daysUntil: 0 })).toBe(true);
    expect(await sums.dayDifferences(until)).toEqual([]);
    await purgeClicks(suite.analytics, NOW);
    expect((await readSumsState(suite.analytics)).purged).toBe(until);
  }, 120_000);

  test("answer whole days that are over, of one dimension, one class and all links; single clicks answer all else", async () => {
    const at = TODAY - DAY_MS + HOUR_MS;
    await sums.insert([
      click({ at, country: "DE" }),
      click({ at: NOW - HOUR_MS, country: "DE", visitor: 2 }),
    ]);
    await refresh();
    await suite.analytics.command(
      `insert into ${daysTable(suite.analytics)}
       select 'ws_1', arrayJoin(['country', 'browser', 'all']), 'day', 'human', toDate(${(TODAY - DAY_MS) / 1_000}), 'X', 1000, 0, 0, 500
       settings async_insert = 0`,
    );
    const week = {
      workspaceId: "ws_1",
      start: TODAY - 7 * DAY_MS,
      end: NOW,
      includeBots: false,
      filters: {},
    };
    const keys = (...names: ("country" | "browser" | "link")[]) => names.map((dimension) => ({ dimension }));
    const both = { metrics: ["clicks", "visitors"] as const, limit: 5 };
    const topOf = async (part: Partial<Selection>, ...names: ("country" | "browser" | "link")[]) =>
      (await askGroups(suite.analytics, { ...week, ...part }, { ...both, keys: keys(...names) }))[0]?.counts;
    expect(await topOf({}, "country")).toEqual({ clicks: 1_000, visitors: 500 });
    const lists = (await askLists(suite.analytics, week, ["browser", "link", "country"], both)).lists;
    expect(lists.map((groups) => groups.map(({ values, counts }) => [...values, counts.clicks]))).toEqual([
      [
        ["X", 1_000],
        ["", 2],
      ],
      [["lnk_1", 2]],
      [
        ["X", 1_000],
        ["DE", 2],
      ],
    ]);
    expect(await askTotals(suite.analytics, week, ["clicks", "visitors"])).toEqual({
      clicks: 1_002,
      visitors: 502,
    });
    const months = await askSeries(suite.analytics, week, "month", "Europe/Berlin", ["visitors"]);
    expect(months.map(({ visitors }) => visitors)).toEqual([502]);
    for (const part of [
      { links: { only: ["lnk_1"] } },
      { links: { not: ["lnk_2"] } },
      { includeBots: true },
      { start: TODAY - DAY_MS + 1 },
      { end: TODAY - 1 },
      { filters: { browser: { include: [""], exclude: [] } } },
      { filters: { trigger: { include: ["link"], exclude: [] } } },
    ])
      expect([part, (await topOf(part, "country"))?.clicks]).toEqual([part, "end" in part ? 1 : 2]);
    expect((await topOf({}, "country", "browser"))?.clicks).toBe(2);
  }, 120_000);
});
