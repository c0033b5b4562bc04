import { afterAll, beforeAll, expect, test } from "bun:test";
import { forEachAnalytics } from "../../../../test/analytics.ts";
import { newClick, storeClicks, storedClick } from "../../../../test/conversions.ts";
import { openStatsWorld, type StatsWorld } from "../../../../test/stats-world.ts";
import { DAY_MS, HOUR_MS } from "../lib/time.ts";
import {
  type ConversionCopy,
  conversionTable,
  insertConversions,
  prepareConversions,
} from "./conversions.ts";
import { askClicksById, askLastClick } from "./questions/converted-click.ts";

const NOW = Date.UTC(2027, 2, 15, 12);

forEachAnalytics("conversions in the click store", (suite) => {
  let world: StatsWorld;
  beforeAll(async () => {
    world = await openStatsWorld(suite.analytics, NOW);
  });
  afterAll(() => world?.close());
  const copy = (part: Partial<ConversionCopy>): ConversionCopy => ({
    ...{ workspace: "ws_copies", link: "lnk_1", at: NOW, id: "cnv_1", version: 1, type: "sale" },
    ...{ currency: "EUR", amount: 1_999, voided: 0, ...part },
  });
  const stored = () =>
    suite.analytics.query(
      `select id, version, voided, toInt64(amount) as amount, country, utm_content, toUnixTimestamp64Milli(at) as at
       from ${conversionTable(suite.analytics)} final where workspace = 'ws_copies' order by id`,
    );

  test("are there once, however often they are handed on, in their last version", async () => {
    const one = copy({ country: "DE", utm_content: `'\\ "\n\u2028{}🦊` });
    const two = copy({ id: "cnv_2", at: Date.UTC(1971, 0), amount: 100_000_000_000_000 });
    for (let turn = 0; turn < 3; turn++) await insertConversions(suite.analytics, [one, two]);
    await insertConversions(suite.analytics, [{ ...one, version: 2, voided: 1 }]);
    // A job that was slow hands on what is past.
    await insertConversions(suite.analytics, [one]);
    await prepareConversions(suite.analytics);
    expect(await stored()).toEqual([
      {
        ...{ id: "cnv_1", version: 2, voided: 1, amount: 1_999, country: "DE" },
        utm_content: one.utm_content,
        at: NOW,
      },
      {
        ...{ id: "cnv_2", version: 1, voided: 0, country: "", utm_content: "", at: two.at },
        amount: two.amount,
      },
    ]);
  });

  test("are there however many come at once", async () => {
    const workspace = "ws_many";
    const many = Array.from({ length: 500 }, (_, index) =>
      copy({ workspace, id: `cnv_${index}`, utm_content: `'${"\\ä".repeat(500)}` }),
    );
    await insertConversions(suite.analytics, many);
    const [found] = await suite.analytics.query<{ count: number; same: number }>(
      `select count() as count, countIf(utm_content = {text:String}) as same
       from ${conversionTable(suite.analytics)} final where workspace = {workspace:String}`,
      { workspace, text: many[0]?.utm_content ?? "" },
    );
    expect(found).toEqual({ count: 500, same: 500 });
    await insertConversions(suite.analytics, []);
  });

  test("clicks are found by their ids in their own workspace, with what is known of them", async () => {
    const { ctx, actor, stranger, links } = world;
    const ids = await Promise.all([
      storedClick(ctx, actor.workspaceId, {
        link: links.one,
        at: NOW - HOUR_MS,
        country: "DE",
        trigger: "qr",
      }),
      storedClick(ctx, actor.workspaceId, { link: links.two, at: NOW - 40 * DAY_MS }),
      storedClick(ctx, actor.workspaceId, { link: links.two, at: NOW - HOUR_MS, trigger: "open" }),
      storedClick(ctx, actor.workspaceId, { link: "", at: NOW - HOUR_MS, trigger: "orphan" }),
      storedClick(ctx, stranger.workspaceId, { link: links.foreign, at: NOW - HOUR_MS }),
    ]);
    const { value: secret } = await ctx.db
      .selectFrom("service_secrets")
      .select("value")
      .where("name", "=", "clicks")
      .executeTakeFirstOrThrow();
    const found = await askClicksById(suite.analytics, secret, actor.workspaceId, ids);
    expect([...found.keys()].sort()).toEqual(ids.slice(0, 2).sort());
    expect(found.get(ids[0] ?? "")).toMatchObject({
      link: links.one,
      click: { country: "DE", trigger: "qr" },
    });
    expect(Object.keys(found.get(ids[0] ?? "")?.click ?? {})).not.toContain("visitor");
    expect((await askClicksById(suite.analytics, "other", actor.workspaceId, ids)).size).toBe(0);
  });

  test("a visitor's last click is found in a time, by all bits of who it was", async () => {
    const { ctx, actor, links } = world;
    const visitor = 2 ** 52 - 1;
    const rows = await Promise.all(
      [
        { link: links.one, at: NOW - 2 * HOUR_MS, visitor },
        { link: links.two, at: NOW - HOUR_MS, visitor },
        { link: links.one, at: NOW - HOUR_MS, visitor: visitor - 1 },
      ].map((part) => newClick(ctx, actor.workspaceId, part)),
    );
    await storeClicks(
      ctx,
      rows.map(({ row }) => row),
    );
    const visitorId = `vis_${visitor.toString(16).padStart(14, "0")}`;
    const last = (from: number, to: number) =>
      askLastClick(suite.analytics, actor.workspaceId, { visitorId, from, to });
    expect(await last(0, NOW)).toMatchObject({ link: links.two });
    expect(await last(0, NOW - HOUR_MS - 1)).toMatchObject({ link: links.one });
    expect(await last(NOW - HOUR_MS + 1, NOW)).toBeNull();
  });
});
