import { beforeEach, expect, test } from "bun:test";
import { METRICS } from "@visoli/contract/stats";
import { forEachAnalytics } from "../../../../test/analytics.ts";
import { click } from "../../../../test/clicks.ts";
import { askSeries } from "../../../../test/series.ts";
import { CLOSED, NOW, sampleClicks, sumsOf } from "../../../../test/sums.ts";
import { DAY_MS, HOUR_MS } from "../lib/time.ts";
import { askFirstVisit } from "./questions/first-visit.ts";
import { askGroupParts } from "./questions/group-parts.ts";
import { askGroups } from "./questions/groups.ts";
import { askLinkClicks } from "./questions/link-clicks.ts";
import { askLists } from "./questions/lists.ts";
import { askTotals } from "./questions/totals.ts";
import { purgeClicks } from "./retention.ts";
import { readSumsState } from "./sums.ts";
import { refreshSums } from "./sums-refresh.ts";
import type { Selection } from "./where.ts";

/** Single clicks go up to here: 25 May, a day in the middle of a month. */
const PURGED = Math.floor((NOW - 16 * DAY_MS) / DAY_MS) * DAY_MS;
const LINKS = ["lnk_1", "lnk_2", "lnk_3"];
const COUNTS = ["clicks", "scans", "opens"] as const;

forEachAnalytics("single clicks that are past their time", (suite) => {
  const sums = sumsOf(suite);
  const all: Selection = {
    ...{ workspaceId: "ws_1", start: NOW - 60 * DAY_MS, end: NOW, includeBots: false, filters: {} },
    timezone: "UTC",
  };
  const refresh = async (now = NOW) => expect(await refreshSums(suite.analytics, now)).toBe(true);
  const purge = async () => {
    // Others are given the time from one call to the next to hear of it.
    const single = await sums.single();
    const { purged } = await readSumsState(suite.analytics);
    await purgeClicks(suite.analytics, NOW - 16 * DAY_MS);
    if ((await readSumsState(suite.analytics)).purged > purged) {
      expect(await sums.single()).toBe(single);
      await purgeClicks(suite.analytics, NOW - 16 * DAY_MS);
    }
    await sums.settle();
  };
  const left = () => sums.single(`at < fromUnixTimestamp64Milli(${PURGED}, 'UTC')`);
  const answers = async (metrics: readonly (typeof METRICS)[number][], timezone = "Europe/Berlin") => ({
    totals: await askTotals(suite.analytics, all, metrics),
    days: await askSeries(suite.analytics, all, "day", timezone, metrics),
    byLink: await askGroups(suite.analytics, all, { keys: [{ dimension: "link" }], metrics, limit: 9 }),
    links: [...(await askLinkClicks(suite.analytics, "ws_1", LINKS))].sort(),
  });
  beforeEach(() => sums.empty());

  test("go, by whole months and days; how many they were stays, by link, time, trigger and class", async () => {
    await sums.insert(sampleClicks(1_000, 61));
    await refresh();
    const before = await answers(COUNTS);
    const kept = await sums.single(`at >= fromUnixTimestamp64Milli(${PURGED}, 'UTC')`);
    expect(await left()).toBeGreaterThan(200);
    await purge();
    expect([await left(), await sums.single()]).toEqual([0, kept]);
    expect(await answers(COUNTS)).toEqual(before);
    expect(await sums.differences(CLOSED, PURGED)).toEqual([]);
  });

  test("are still counted by day: visitors of the workspace, and what one dimension says", async () => {
    await sums.insert([
      ...sampleClicks(500, 62),
      ...[1, 2, 3].map((visitor) => click({ at: PURGED - visitor * HOUR_MS, visitor, country: "CH" })),
      click({ at: PURGED, visitor: 4 }),
    ]);
    await refresh();
    const swiss = { ...all, filters: { country: { include: ["CH"], exclude: [] } } };
    const countries = { keys: [{ dimension: "country" as const }], limit: 9 };
    const ask = async () => ({
      totals: await askTotals(suite.analytics, all, METRICS),
      days: await askSeries(suite.analytics, all, "day", "UTC", METRICS),
      swiss: await askTotals(suite.analytics, swiss, METRICS),
      countries: await askGroups(suite.analytics, all, countries),
      lists: (await askLists(suite.analytics, all, ["country", "browser"], { limit: 9 })).lists,
      parts: await askGroupParts(
        suite.analytics,
        all,
        { ...countries, limit: 1, metrics: COUNTS },
        { timezone: "UTC", rest: true, interval: "month" },
      ),
    });
    const before = await ask();
    expect(before.swiss).toMatchObject({ clicks: 3, visitors: 3 });
    const byLink = await askGroups(suite.analytics, all, { keys: [{ dimension: "link" }], limit: 9 });
    await purge();
    expect(await left()).toBe(0);
    expect(await ask()).toEqual(before);
    // Which visitors a link had, and what two dimensions say together, only single clicks know.
    const after = await askGroups(suite.analytics, all, { keys: [{ dimension: "link" }], limit: 9 });
    const counts = after.map(({ counts: { visitors: _, ...rest } }) => rest);
    expect(counts).toEqual(byLink.map(({ counts: { visitors: _, ...rest } }) => rest));
    expect(after).not.toEqual(byLink);
    const both = { ...swiss, filters: { ...swiss.filters, browser: { include: [""], exclude: [] } } };
    expect(await askTotals(suite.analytics, both, COUNTS)).toEqual({ clicks: 0, scans: 0, opens: 0 });
  }, 120_000);

  test("are known by their hour: that of the first is where all time begins", async () => {
    const first = NOW - 40 * DAY_MS + 1_234;
    await sums.insert([click({ at: first }), click({ at: CLOSED - 1 })]);
    await refresh();
    expect(await askFirstVisit(suite.analytics, all)).toBe(first);
    await purge();
    const hour = Math.floor(first / HOUR_MS) * HOUR_MS;
    expect(await askFirstVisit(suite.analytics, all)).toBe(hour);
    const half = { ...all, start: hour + 1 };
    expect(await askTotals(suite.analytics, half, ["clicks"])).toEqual({ clicks: 1 });
    // Finer times than the hours of UTC have it at the beginning of its hour.
    const { days } = await answers(["clicks"], "Asia/Kathmandu");
    expect(days.reduce((sum, { clicks = 0 }) => sum + clicks, 0)).toBe(2);
  });

  test("are not missed by what comes later: late clicks, classes anew, clocks", async () => {
    await sums.insert(sampleClicks(300, 63));
    await refresh();
    const before = await answers(COUNTS);
    await purge();
    await sums.insert([click({ at: PURGED - DAY_MS }), click({ at: PURGED - 30 * DAY_MS })]);
    await suite.analytics.command(
      `alter table ${suite.analytics.clicks} update bot = 'x' where link = 'lnk_1' settings mutations_sync = 1`,
    );
    await refresh(NOW - 20 * DAY_MS);
    await refresh();
    expect(await answers(COUNTS)).toEqual(before);
    await purge();
    expect(await left()).toBe(0);
    await purgeClicks(suite.analytics, NOW - 30 * DAY_MS);
    expect(await answers(COUNTS)).toEqual(before);
  });

  test("stay where the sums do not have them yet", async () => {
    await sums.insert(sampleClicks(100, 64));
    const single = await sums.single();
    await purge();
    expect(await sums.single()).toBe(single);
    await refresh(NOW - 40 * DAY_MS);
    await purge();
    expect(
      await sums.differences(Math.floor((NOW - 40 * DAY_MS) / DAY_MS) * DAY_MS + DAY_MS, NOW - 39 * DAY_MS),
    ).toEqual([]);
    const closed = Math.floor((NOW - 40 * DAY_MS) / DAY_MS) * DAY_MS;
    expect(await sums.single(`at < fromUnixTimestamp64Milli(${closed}, 'UTC')`)).toBe(0);
    expect(await left()).toBeGreaterThan(0);
  });

  test("go also where the process ended between saying so and doing it", async () => {
    await sums.insert(sampleClicks(300, 65));
    await refresh();
    const before = await answers(COUNTS);
    const command = async (sql: string) => {
      if (sql.startsWith("alter")) throw new Error("broken off");
      await suite.analytics.command(sql);
    };
    await purgeClicks(suite.analytics, NOW - 16 * DAY_MS);
    await expect(purgeClicks({ ...suite.analytics, command }, NOW - 16 * DAY_MS)).rejects.toThrow(
      "broken off",
    );
    expect(await left()).toBeGreaterThan(0);
    expect(await answers(COUNTS)).toEqual(before);
    await refresh();
    await purge();
    expect(await left()).toBe(0);
    expect(await answers(COUNTS)).toEqual(before);
  });
});
