import { beforeEach, expect, test } from "bun:test";
import { click, fileOf, linesOf } from "../../../../test/clicks.ts";
import { forEachDatabase } from "../../../../test/context.ts";
import { until } from "../../../../test/engines.ts";
import { makeLink } from "../../../../test/links.ts";
import { isChangingClicks } from "../analytics/class-rules.ts";
import { openAnalytics } from "../analytics/client.ts";
import { daysStateTable, daysTable } from "../analytics/days.ts";
import { askTotals } from "../analytics/questions/totals.ts";
import { readSumsState, stateTable, sumsTable } from "../analytics/sums.ts";
import type { ClickCtx } from "../core/ctx.ts";
import { writeJobCursor } from "../db/job-cursors.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../lib/time.ts";
import { deleteLink } from "../links/delete.ts";
import { clean } from "./clean.ts";
import { keepClicks } from "./retention.ts";

let batches = 0;

forEachDatabase("keeping clicks", (world) => {
  const insert = (...rows: Parameters<typeof click>[0][]) =>
    world().ctx.analytics.insertClicks(
      fileOf(linesOf(rows.map((row) => click({ workspace: world().operator.workspaceId, ...row })))),
      `kept-${batches++}`,
    );
  const settled = () =>
    until(
      async () => {
        const { analytics } = world().ctx;
        const sums = { ...analytics, clicks: sumsTable(analytics) };
        return !(await isChangingClicks(analytics)) && !(await isChangingClicks(sums));
      },
      { timeoutMs: 30_000 },
    );
  /** As often as it takes for everything that was begun to end. */
  const keep = async (ctx: ClickCtx = world().ctx) => {
    for (let times = 0; times < 4; times++) {
      await keepClicks(ctx);
      await settled();
    }
  };
  const clicksOf = async (link?: string) => {
    const { analytics } = world().ctx;
    const selection = {
      ...{ workspaceId: world().operator.workspaceId, start: 0, end: world().clock.now + 1 },
      ...{ includeBots: true, filters: {}, links: link === undefined ? {} : { only: [link] } },
    };
    // What two dimensions say together, no sums know.
    const unknown = { include: [""], exclude: [] };
    const single = { ...selection, filters: { country: unknown, browser: unknown } };
    const of = async (asked: typeof selection) => (await askTotals(analytics, asked, ["clicks"])).clicks;
    return { all: await of(selection), single: await of(single) };
  };
  const keptFor = (days: number | null): ClickCtx => ({
    ...world().ctx,
    config: { ...world().ctx.config, clickRetentionDays: days },
  });
  const erasures = async () =>
    world()
      .ctx.db.selectFrom("erasures")
      .selectAll()
      .where("workspace_id", "=", world().operator.workspaceId)
      .execute();

  beforeEach(async () => {
    const { analytics, db } = world().ctx;
    await settled();
    const sums = [sumsTable(analytics), daysTable(analytics)];
    for (const table of [analytics.clicks, ...sums, stateTable(analytics), daysStateTable(analytics)])
      await analytics.command(`truncate table ${table}`);
    await db.deleteFrom("erasures").execute();
    await db.deleteFrom("job_cursors").execute();
  });

  test("keeps single ones for ever, unless a setting says for how long; their sums in any case", async () => {
    const { clock } = world();
    await insert(...[1, 6, 8, 90].map((days) => ({ at: clock.now - days * DAY_MS })));
    await keep();
    expect(await clicksOf()).toEqual({ all: 4, single: 4 });
    await keep(keptFor(7));
    expect(await clicksOf()).toEqual({ all: 4, single: 2 });
    clock.now += 3 * DAY_MS;
    await keep(keptFor(7));
    expect(await clicksOf()).toEqual({ all: 4, single: 1 });
    await keep();
    expect(await clicksOf()).toEqual({ all: 4, single: 1 });
  });

  test("erases those of a link that leaves the trash, and no others", async () => {
    const { ctx, clock, operator } = world();
    const [gone, kept] = [await makeLink(world()), await makeLink(world())];
    for (const { id } of [gone, kept])
      await insert({ link: id, at: clock.now - DAY_MS }, { link: id, at: clock.now });
    await insert({ link: gone.id, at: clock.now, workspace: "ws_other" });
    await keep();
    await deleteLink(ctx, operator, gone.id);
    await clean(ctx);
    await keep();
    expect(await clicksOf(gone.id)).toEqual({ all: 2, single: 2 });
    clock.now += 30 * DAY_MS + 1;
    await clean(ctx);
    expect(await erasures()).toMatchObject([{ link_id: gone.id, checks: 0 }]);
    await keep();
    expect(await clicksOf(gone.id)).toEqual({ all: 0, single: 0 });
    expect(await clicksOf(kept.id)).toEqual({ all: 2, single: 2 });
    expect(await clicksOf()).toEqual({ all: 2, single: 2 });
    const [other] = await ctx.analytics.query(
      `select count() as n from ${ctx.analytics.clicks} where workspace = 'ws_other'`,
    );
    expect(other).toEqual({ n: 1 });
  });

  test("erases what comes late, for a month, and then looks no more", async () => {
    const { ctx, clock, operator } = world();
    const { id } = await makeLink(world());
    await deleteLink(ctx, operator, id);
    clock.now += 31 * DAY_MS;
    await clean(ctx);
    for (const pause of [HOUR_MS, DAY_MS, 7 * DAY_MS, 30 * DAY_MS]) {
      await keep();
      await insert({ link: id, at: clock.now - 40 * DAY_MS });
      await keep();
      expect((await clicksOf(id)).all).toBe(1);
      clock.now += pause;
      await keep();
      expect(await clicksOf(id)).toEqual({ all: 0, single: 0 });
    }
    expect(await erasures()).toEqual([]);
  });

  test("is one process's work at a time, and another's where that one has ended", async () => {
    const { ctx, clock } = world();
    const other = { ...ctx, origin: "other" };
    const lease = { position: "other", updatedAt: clock.now + 10 * MINUTE_MS };
    await writeJobCursor(ctx.db, "clicks kept", lease);
    await insert({ at: clock.now - DAY_MS });
    await keepClicks(ctx);
    expect((await readSumsState(ctx.analytics)).closed).toBe(0);
    clock.now += 11 * MINUTE_MS;
    await keepClicks(ctx);
    const { version } = await readSumsState(ctx.analytics);
    expect(version).toBe(1);
    await insert({ at: clock.now - 2 * DAY_MS });
    await Promise.all([keepClicks(ctx), keepClicks(other)]);
    await keepClicks(other);
    expect(await clicksOf()).toEqual({ all: 2, single: 2 });
  });

  test("waits where the click store is away", async () => {
    const { ctx } = world();
    const away = await openAnalytics({ kind: "server", url: "http://127.0.0.1:1" });
    await keepClicks({ ...ctx, analytics: away });
    await away.close();
    await keepClicks(ctx);
    expect((await readSumsState(ctx.analytics)).version).toBe(1);
  });
});
