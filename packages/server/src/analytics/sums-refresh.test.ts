import { beforeEach, expect, test } from "bun:test";
import { forEachAnalytics } from "../../../../test/analytics.ts";
import { click } from "../../../../test/clicks.ts";
import { CLOSED, NOW, sampleClicks, sumsOf } from "../../../../test/sums.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../lib/time.ts";
import { reclassifyPartition } from "./class-rules.ts";
import type { Analytics } from "./client.ts";
import { readSumsState, sumsTable, writeSumsState } from "./sums.ts";
import { refreshSums } from "./sums-refresh.ts";

forEachAnalytics("sums of clicks", (suite) => {
  const sums = sumsOf(suite);
  const refresh = async (now = NOW) => expect(await refreshSums(suite.analytics, now)).toBe(true);
  /** The store, counting what is written to the sums, and breaking off where told to. */
  const watched = (isFatal: (sql: string, writes: number) => boolean = () => false) => {
    let writes = 0;
    const command = async (sql: string) => {
      if (sql.includes("insert into")) writes++;
      if (isFatal(sql, writes)) throw new Error("broken off");
      await suite.analytics.command(sql);
    };
    return { store: { ...suite.analytics, command } as Analytics, writes: () => writes };
  };
  beforeEach(() => sums.empty());

  test("equal the clicks of every hour that is over, and no later ones", async () => {
    await sums.insert(sampleClicks(800, 11));
    await refresh();
    expect(await sums.differences()).toEqual([]);
    expect(await sums.summed(`hour >= toDateTime(${CLOSED / 1_000}, 'UTC')`)).toBe(0);
    expect((await readSumsState(suite.analytics)).closed).toBe(CLOSED);
    await refresh(NOW + 2 * HOUR_MS);
    expect(await sums.differences(CLOSED + 2 * HOUR_MS)).toEqual([]);
    expect(await sums.summed(`hour >= toDateTime(${CLOSED / 1_000}, 'UTC')`)).toBeGreaterThan(0);
  });

  test("count a segment once that is inserted twice", async () => {
    const rows = sampleClicks(100, 12);
    await sums.insert(rows, "twice");
    await refresh();
    await sums.insert(rows, "twice");
    await refresh();
    expect(await sums.differences()).toEqual([]);
    expect(await sums.summed()).toBeGreaterThan(0);
  });

  test("learn of clicks that come late, however parts were merged meanwhile, and read no more than that", async () => {
    await sums.insert(sampleClicks(300, 13));
    await refresh();
    for (let day = 0; day < 5; day++) {
      await sums.insert([click({ at: CLOSED - (day * 9 + 1) * DAY_MS }), click({ at: NOW })]);
      if (day % 2 === 1) await suite.analytics.command(`optimize table ${suite.analytics.clicks} final`);
      await refresh();
      expect(await sums.differences()).toEqual([]);
    }
    const { store, writes } = watched();
    expect(await refreshSums(store, NOW)).toBe(true);
    expect(writes()).toBe(0);
  });

  test("follow clicks that are classed anew or taken away", async () => {
    const at = CLOSED - 3 * DAY_MS;
    await sums.insert([
      ...sampleClicks(200, 14),
      click({ at, asn: 26_211, browser: "Chrome", os: "Windows" }),
      click({ at }),
    ]);
    await refresh();
    expect(await reclassifyPartition(suite.analytics, "20260401")).toBeGreaterThan(1);
    await sums.settle();
    expect(await sums.differences()).not.toEqual([]);
    await refresh();
    expect(await sums.differences()).toEqual([]);
    expect(await sums.summed("class = 'preview'")).toBe(1);
    await suite.analytics.command(
      `alter table ${suite.analytics.clicks} delete where link = 'lnk_2' settings mutations_sync = 1`,
    );
    await refresh();
    expect(await sums.differences()).toEqual([]);
    expect(await sums.summed("link = 'lnk_2'")).toBe(0);
  });

  test("come right after an end at any point, also where something was written half", async () => {
    for (let point = 1; point <= 5; point++) {
      await sums.insert(sampleClicks(100, 20 + point));
      const { store } = watched((_, writes) => writes === point);
      await refreshSums(store, NOW + point * HOUR_MS).catch(() => {});
      await sums.addSum(CLOSED - DAY_MS, point);
      // Whatever the sums of that hour are: a new click has them compared.
      await sums.insert([click({ at: CLOSED - DAY_MS })]);
      await refresh(NOW + point * HOUR_MS);
      expect(await sums.differences(CLOSED + point * HOUR_MS)).toEqual([]);
    }
  }, 240_000);

  test("come right where several processes are at it", async () => {
    const others = await Promise.all([suite.open(), suite.open()]);
    for (let round = 0; round < 5; round++) {
      await sums.insert(sampleClicks(200, 30 + round));
      const now = NOW + round * HOUR_MS;
      await Promise.allSettled([suite.analytics, ...others].map((store) => refreshSums(store, now)));
      await refresh(now);
      expect(await sums.differences(CLOSED + round * HOUR_MS)).toEqual([]);
    }
    await Promise.all(others.map((store) => store.close()));
  }, 240_000);

  test("of a table of clicks that was made anew begin anew, too", async () => {
    for (const seed of [41, 42, 43]) await sums.insert(sampleClicks(50, seed));
    await refresh();
    const { clicks } = suite.analytics;
    await suite.analytics.command(`create table ${clicks}_copy as ${clicks}`);
    await suite.analytics.command(`insert into ${clicks}_copy select * from ${clicks}`);
    await suite.analytics.command(`exchange tables ${clicks} and ${clicks}_copy`);
    await suite.analytics.command(`drop table ${clicks}_copy sync`);
    await sums.insert([click({ at: CLOSED - DAY_MS }), click({ at: CLOSED - 40 * DAY_MS })]);
    await refresh();
    expect(await sums.differences()).toEqual([]);
  });

  test("are compared whole by turns, so that nothing wrong stays", async () => {
    await sums.insert(sampleClicks(100, 45));
    await refresh();
    await sums.addSum(CLOSED - DAY_MS, 7);
    await refresh(NOW + HOUR_MS);
    expect(await sums.differences(CLOSED + HOUR_MS)).toHaveLength(1);
    const state = await readSumsState(suite.analytics);
    // The turn of June 2026 comes next.
    await writeSumsState(suite.analytics, { ...state, version: 288 * 2 + (202_606 % 288) - 1 });
    await refresh(NOW + HOUR_MS);
    expect(await sums.differences(CLOSED + HOUR_MS)).toEqual([]);
  });

  test("keep what they have where merged", async () => {
    await sums.insert(sampleClicks(300, 51));
    await refresh(NOW - 3 * HOUR_MS);
    await refresh();
    await suite.analytics.command(`optimize table ${sumsTable(suite.analytics)} final`);
    expect(await sums.differences()).toEqual([]);
    await refresh(NOW + MINUTE_MS);
    expect(await sums.differences()).toEqual([]);
  });
});
