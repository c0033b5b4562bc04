import { beforeEach, expect, test } from "bun:test";
import { forEachAnalytics } from "../../../../test/analytics.ts";
import { click } from "../../../../test/clicks.ts";
import { CLOSED, NOW, sampleClicks, sumsOf } from "../../../../test/sums.ts";
import { DAY_MS } from "../lib/time.ts";
import { type Erasure, eraseClicks } from "./erase.ts";
import { purgeClicks } from "./retention.ts";
import { refreshSums } from "./sums-refresh.ts";

const TWO: Erasure = { workspaceId: "ws_1", linkIds: ["lnk_1", "lnk_2"] };
const THOSE = "workspace = 'ws_1' and link in ('lnk_1', 'lnk_2')";

forEachAnalytics("erasing clicks", (suite) => {
  const sums = sumsOf(suite);
  const refresh = async () => expect(await refreshSums(suite.analytics, NOW)).toBe(true);
  /** As the job would, until there are none left. */
  async function erase(...erasures: Erasure[]): Promise<number> {
    for (let calls = 1; calls <= 20; calls++) {
      if (await eraseClicks(suite.analytics, erasures)) return calls;
      await sums.settle();
    }
    throw new Error("there is always something left");
  }
  const both = async (condition: string) => [await sums.single(condition), await sums.summed(condition)];
  beforeEach(async () => {
    await sums.empty();
    await sums.insert(sampleClicks(600, 71));
    await refresh();
  });

  test("takes links' single clicks and sums, and leaves all others", async () => {
    const others = await both(`not (${THOSE})`);
    expect(await sums.summed(THOSE)).toBeGreaterThan(100);
    await erase(TWO);
    expect([await both(THOSE), await both(`not (${THOSE})`)]).toEqual([[0, 0], others]);
    await refresh();
    expect([await both(THOSE), await both(`not (${THOSE})`)]).toEqual([[0, 0], others]);
    expect(await sums.differences()).toEqual([]);
    expect(await erase(TWO)).toBe(1);
  });

  test("takes a workspace, and several things at once", async () => {
    const others = await both("workspace = 'ws_1' and link = 'lnk_1'");
    await erase({ workspaceId: "ws_2" }, { workspaceId: "ws_1", linkIds: ["lnk_2", "lnk_3", "lnk_none"] });
    expect(await both("link = 'lnk_1'")).toEqual(others);
    // Addresses without a link are the workspace's, too.
    expect(await both("workspace = 'ws_2'")).toEqual([0, 0]);
    expect(await both("link != 'lnk_1'")).toEqual([0, 0]);
  });

  test("takes sums of which single clicks are gone, and clicks that come late", async () => {
    for (let times = 0; times < 2; times++) await purgeClicks(suite.analytics, NOW - 20 * DAY_MS);
    await sums.settle();
    await erase(TWO);
    expect(await both(THOSE)).toEqual([0, 0]);
    await sums.insert([click({ at: CLOSED - DAY_MS }), click({ at: NOW - 30 * DAY_MS })]);
    await refresh();
    expect(await both(THOSE)).toEqual([2, 1]);
    await erase(TWO);
    expect(await both(THOSE)).toEqual([0, 0]);
  });

  test("and refreshing by turns, at any pace, leave sums that equal the clicks", async () => {
    for (let call = 0; call < 8; call++) {
      await eraseClicks(suite.analytics, [TWO]);
      if (call % 2 === 0) await sums.insert([click({ at: CLOSED - call * DAY_MS, link: "lnk_3" })]);
      await refreshSums(suite.analytics, NOW);
    }
    await sums.settle();
    await erase(TWO);
    await refresh();
    expect(await both(THOSE)).toEqual([0, 0]);
    expect(await sums.differences()).toEqual([]);
  });

  test("of nothing is over at once, and takes no id that could be SQL", async () => {
    expect(await eraseClicks(suite.analytics, [])).toBe(true);
    expect(await eraseClicks(suite.analytics, [{ workspaceId: "ws_1", linkIds: ["lnk_none"] }])).toBe(true);
    for (const odd of ["' or 1=1 --", "", "a b"]) {
      await expect(eraseClicks(suite.analytics, [{ workspaceId: odd }])).rejects.toThrow();
      await expect(eraseClicks(suite.analytics, [{ workspaceId: "ws_1", linkIds: [odd] }])).rejects.toThrow();
    }
  });
});
