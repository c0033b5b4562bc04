import { beforeEach, expect, test } from "bun:test";
import { click, fileOf, linesOf } from "../../../../test/clicks.ts";
import { forEachDatabase } from "../../../../test/context.ts";
import { until } from "../../../../test/engines.ts";
import { givePlan } from "../../../../test/plans.ts";
import { isChangingClicks } from "../analytics/class-rules.ts";
import { daysStateTable, daysTable } from "../analytics/days.ts";
import { askTotals } from "../analytics/questions/totals.ts";
import { stateTable, sumsTable } from "../analytics/sums.ts";
import { keepingsTable } from "../analytics/workspace-purges.ts";
import type { ClickCtx } from "../core/ctx.ts";
import { DAY_MS, HOUR_MS } from "../lib/time.ts";
import { keepClicks } from "./retention.ts";

let batches = 0;

forEachDatabase("keeping clicks by plan", (world) => {
  const insert = (workspace: string, ...daysAgo: number[]) => {
    const rows = daysAgo.map((days) => click({ workspace, at: world().clock.now - days * DAY_MS }));
    return world().ctx.analytics.insertClicks(fileOf(linesOf(rows)), `plan-${batches++}`);
  };
  const settled = () =>
    until(async () => !(await isChangingClicks(world().ctx.analytics)), { timeoutMs: 60_000 });
  /** Runs that follow each other by hours, until what one has said another has done. */
  const keep = async () => {
    const { ctx, clock } = world();
    const byPlan: ClickCtx = { ...ctx, config: { ...ctx.config, isRetentionByPlan: true } };
    for (let times = 0; times < 3; times++) {
      await keepClicks(byPlan);
      await settled();
      clock.now += 7 * HOUR_MS;
    }
  };
  const countsOf = async (workspaceId: string) => {
    const { analytics } = world().ctx;
    const selection = {
      workspaceId,
      start: 0,
      end: world().clock.now + 1,
      includeBots: true,
      filters: {},
    };
    const { clicks } = await askTotals(analytics, selection, ["clicks"]);
    const [row] = await analytics.query<{ n: number }>(
      `select count() as n from ${analytics.clicks} where workspace = {workspaceId:String}`,
      { workspaceId },
    );
    return [clicks, row?.n];
  };

  beforeEach(async () => {
    const { analytics, db } = world().ctx;
    await settled();
    const tables = [sumsTable, daysTable, stateTable, daysStateTable, keepingsTable].map((of) =>
      of(analytics),
    );
    for (const table of [analytics.clicks, ...tables]) await analytics.command(`truncate table ${table}`);
    await db.deleteFrom("job_cursors").execute();
  });

  test("removes single ones that it looks back to no more, after thirty days; not their sums, and no others'", async () => {
    const { operator, clock } = world();
    const { workspaceId } = operator;
    for (const id of [workspaceId, "ws_other"]) await insert(id, 1, 70, 100, 200);
    await givePlan(world(), workspaceId, "free");
    await keep();
    expect(await countsOf(workspaceId)).toEqual([4, 4]);
    clock.now += 31 * DAY_MS;
    await keep();
    expect(await countsOf(workspaceId)).toEqual([4, 1]);
    expect(await countsOf("ws_other")).toEqual([4, 4]);
    // What comes late for that time goes as well, and takes nothing off what was counted.
    await insert(workspaceId, 150);
    await insert("ws_other", 150);
    await keep();
    expect(await countsOf(workspaceId)).toEqual([4, 1]);
    expect(await countsOf("ws_other")).toEqual([5, 5]);
  }, 300_000);

  test("waits anew where a plan has become less, and does nothing where there is no end", async () => {
    const { operator, clock } = world();
    const { workspaceId } = operator;
    await insert(workspaceId, 1, 100, 500);
    await keep();
    clock.now += 31 * DAY_MS;
    await keep();
    expect(await countsOf(workspaceId)).toEqual([3, 3]);
    await givePlan(world(), workspaceId, "pro");
    await keep();
    clock.now += 20 * DAY_MS;
    await givePlan(world(), workspaceId, "free");
    await keep();
    clock.now += 15 * DAY_MS;
    await keep();
    expect(await countsOf(workspaceId)).toEqual([3, 3]);
    clock.now += 16 * DAY_MS;
    await keep();
    expect((await countsOf(workspaceId))[1]).toBeLessThan(3);
    expect((await countsOf(workspaceId))[0]).toBe(3);
  }, 300_000);
});
