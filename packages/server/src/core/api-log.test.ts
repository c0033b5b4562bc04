import { expect, test } from "bun:test";
import { pino } from "pino";
import { forEachAnalytics } from "../../../../test/analytics.ts";
import { type ApiRequestRow, countApiRequests } from "../analytics/api-requests.ts";
import { AnalyticsUnavailable } from "../analytics/client.ts";
import { createApiLog } from "./api-log.ts";

let logs = 0;

forEachAnalytics("the API log", (suite) => {
  /** Over a click store that can be switched off. */
  function begin() {
    const state = { isAway: false, refuses: false };
    const workspace = `ws_log_${logs++}`;
    const command = async (sql: string) => {
      if (state.isAway) throw new AnalyticsUnavailable();
      if (state.refuses) throw new Error("refused");
      await suite.analytics.command(sql);
      // Answered, but nobody hears it.
      if (state.isAway) throw new AnalyticsUnavailable();
    };
    const log = createApiLog({ ...suite.analytics, command }, pino({ level: "silent" }), workspace);
    const add = (count: number) => {
      for (let at = 0; at < count; at++) log.add({ ...REQUEST, workspace, request_id: `req_${at}` });
    };
    const stored = () => countApiRequests(suite.analytics, workspace, 0);
    return { log, add, stored, state };
  }

  test("hands on what there is, in batches, and nothing twice", async () => {
    const { log, add, stored } = begin();
    add(2_500);
    await Promise.all([log.flush(), log.flush()]);
    await log.flush();
    expect([await stored(), log.counts]).toEqual([2_500, { written: 2_500, dropped: 0 }]);
  });

  test("a full batch does not wait for the second to be over", async () => {
    const { log, add, stored } = begin();
    add(1_000);
    // Whatever is under way.
    await log.flush();
    expect([await stored(), log.counts.written]).toEqual([1_000, 1_000]);
  });

  test("while the click store is away it is bounded, drops what is too much, and says how much", async () => {
    const { log, add, stored, state } = begin();
    state.isAway = true;
    add(10);
    await expect(log.flush()).rejects.toThrow(AnalyticsUnavailable);
    add(30_000);
    expect(log.counts).toEqual({ written: 0, dropped: 10_000 });
    state.isAway = false;
    await log.flush();
    expect([await stored(), log.counts]).toEqual([20_010, { written: 20_010, dropped: 10_000 }]);
  });

  test("a batch whose answer got lost is there once", async () => {
    const { log, add, stored, state } = begin();
    add(3);
    await log.flush();
    add(5);
    const flushing = log.flush();
    state.isAway = true;
    await expect(flushing).rejects.toThrow(AnalyticsUnavailable);
    state.isAway = false;
    await log.flush();
    expect(await stored()).toBe(8);
  });

  test("what the click store refuses is dropped and counted, and holds nothing up", async () => {
    const { log, add, stored, state } = begin();
    state.refuses = true;
    add(4);
    await log.flush();
    state.refuses = false;
    add(2);
    await log.flush();
    expect([await stored(), log.counts]).toEqual([2, { written: 2, dropped: 4 }]);
  });
});

const REQUEST: ApiRequestRow = {
  ...{ workspace: "", at: Date.now(), method: "GET", route: "/api/v1/links", status: 200 },
  ...{ duration_ms: 1, actor: "key_1", request_id: "" },
};
