import { afterAll, beforeAll, expect, test } from "bun:test";
import { type Stats, StatsQuerySchema, StatsSchema } from "@visoli/contract/stats";
import { forEachAnalytics } from "../../../../test/analytics.ts";
import { click } from "../../../../test/clicks.ts";
import { storeClicks } from "../../../../test/conversions.ts";
import { openStatsWorld, type StatsWorld } from "../../../../test/stats-world.ts";
import { type ConversionCopy, insertConversions } from "../analytics/conversions.ts";
import type { Actor } from "../core/actor.ts";
import { DAY_MS, HOUR_MS, iso } from "../lib/time.ts";
import { readStats } from "./read.ts";

const NOW = Date.UTC(2027, 2, 15, 12);
const ALL = "conversions,leads,sales,value";

forEachAnalytics("conversions in statistics", (suite) => {
  let world: StatsWorld;
  let copies = 0;
  const sale = (part: Partial<ConversionCopy>): ConversionCopy => ({
    ...{
      workspace: world.actor.workspaceId,
      link: world.links.one,
      at: NOW - HOUR_MS,
      id: `cnv_${++copies}`,
    },
    ...{ version: 1, type: "sale", currency: "EUR", amount: 1_000, voided: 0, class: "human", ...part },
  });
  beforeAll(async () => {
    world = await openStatsWorld(suite.analytics, NOW);
    const { workspaceId: workspace } = world.actor;
    const { one, two, hidden, foreign } = world.links;
    await storeClicks(world.ctx, [
      ...[1, 2, 3].map((visitor) =>
        click({ workspace, link: one, at: NOW - HOUR_MS, country: "DE", visitor }),
      ),
      click({ workspace, link: one, at: NOW - 2 * DAY_MS, country: "FR", trigger: "qr" }),
      click({ workspace, link: two, at: NOW - HOUR_MS, country: "FR", class: "bot" }),
      click({ workspace, link: two, at: NOW - 32 * DAY_MS, country: "FR" }),
    ]);
    const voided = sale({ country: "DE", amount: 5 });
    await insertConversions(suite.analytics, [
      sale({ country: "DE" }),
      sale({ country: "DE", currency: "USD", amount: 700 }),
      sale({ country: "FR", type: "lead", currency: "", amount: 0, at: NOW - 2 * DAY_MS, trigger: "qr" }),
      sale({ link: two, country: "US", amount: 1 }),
      sale({ link: "", amount: 30 }),
      sale({ link: two, class: "bot" }),
      sale({ link: hidden, amount: 200 }),
      sale({ at: NOW - 31 * DAY_MS, amount: 4_000 }),
      sale({ at: NOW - 300 * DAY_MS, amount: 8_000 }),
      sale({ workspace: world.stranger.workspaceId, link: foreign }),
      voided,
      { ...voided, version: 2, voided: 1 },
    ]);
  });
  afterAll(() => world?.close());

  const keyWith = (...scopes: string[]) => ({ ...world.key, scopes }) as unknown as Actor;
  const read = async (query: Record<string, string>, actor = world.actor): Promise<Stats> =>
    StatsSchema.parse(await readStats(world.ctx, actor, StatsQuerySchema.parse(query)));
  const totals = async (query: Record<string, string> = {}, actor?: Actor) =>
    (await read({ metrics: ALL, currency: "EUR", ...query }, actor)).totals;

  test("are counted with their value in one currency, voided ones and others' apart", async () => {
    expect(await totals()).toEqual({ conversions: 6, leads: 1, sales: 5, value: "12.31" });
    expect(await totals({ currency: "USD" })).toEqual({ conversions: 6, leads: 1, sales: 5, value: "7.00" });
    expect(await totals({ include: "bots" })).toMatchObject({ conversions: 7, value: "22.31" });
    expect(await totals({ period: "all" })).toMatchObject({ conversions: 8, value: "132.31" });
    const key = keyWith("stats:read", "conversions:read");
    expect(await totals({}, key)).toMatchObject({ conversions: 5, value: "10.31" });
    expect(await totals({ metrics: "leads" })).toEqual({ leads: 1 });
  });

  test("answer to the filters of clicks", async () => {
    const { one, two } = world.links;
    expect(await totals({ country: "DE" })).toMatchObject({ conversions: 2, value: "10.00" });
    expect(await totals({ country: "!DE,!US" })).toMatchObject({ conversions: 3 });
    expect(await totals({ link: one })).toMatchObject({ conversions: 3 });
    expect(await totals({ tag: "spring" })).toMatchObject({ conversions: 3 });
    expect(await totals({ link: `!${two}` })).toMatchObject({ conversions: 5 });
    expect(await totals({ trigger: "qr" })).toMatchObject({ conversions: 1, leads: 1 });
    expect(await totals({ hour: "11" })).toMatchObject({ conversions: 5 });
  });

  test("stand beside clicks in totals, series, groups, the rest and the time before", async () => {
    const {
      start: _start,
      end: _end,
      ...answer
    } = await read({
      ...{ metrics: "clicks,scans,visitors,sales,value", currency: "EUR", interval: "month" },
      ...{ groupBy: "country", orderBy: "value", limit: "1", other: "true", compare: "previous" },
    });
    const [february, march] = ["2027-02-01T00:00:00.000Z", "2027-03-01T00:00:00.000Z"];
    const none = { clicks: 0, scans: 0, visitors: 0, sales: 0, value: "0.00" };
    const whole = { clicks: 3, scans: 1, visitors: 3, sales: 5, value: "12.31" };
    expect(answer).toMatchObject({
      totals: whole,
      series: [
        { start: february, ...none },
        { start: march, ...whole },
      ],
      groups: [
        {
          country: "DE",
          ...{ clicks: 3, scans: 0, visitors: 3, sales: 2, value: "10.00", previous: none },
          series: [{ value: "0.00" }, { clicks: 3, value: "10.00" }],
        },
      ],
      other: { groups: 3, clicks: 0, scans: 1, sales: 3, value: "2.31" },
      previous: { totals: { clicks: 1, sales: 1, value: "40.00" } },
    });
  });

  test("leave the counts of clicks as they are without them", async () => {
    const clicks = "clicks,scans,opens,visitors";
    const without = (stats: Stats) =>
      JSON.parse(JSON.stringify(stats, (name, one) => (ALL.split(",").includes(name) ? undefined : one)));
    for (const query of [
      {},
      { interval: "day" },
      { interval: "hour", timezone: "Asia/Kolkata", link: world.links.one },
      { include: "bots", country: "FR" },
      { period: "12mo", timezone: "Europe/Berlin" },
      { metrics: "clicks,scans", groupBy: "link" },
      { groupBy: "class", include: "bots" },
    ] as Record<string, string>[]) {
      const metrics = query.metrics ?? clicks;
      const alone = await read({ ...query, metrics });
      const beside = await read({ ...query, metrics: `${metrics},${ALL}`, currency: "EUR" });
      const groups = (stats: Stats) =>
        stats.groups?.filter((group) => group.clicks || group.scans || group.opens);
      expect([query, without({ ...beside, groups: groups(beside) })]).toEqual([
        query,
        without({ ...alone, groups: groups(alone) }),
      ]);
    }
  });

  test("by tag and folder, those of links that have them", async () => {
    const { groups } = await read({
      metrics: "sales,value",
      currency: "EUR",
      groupBy: "tag",
      orderBy: "sales",
    });
    expect(groups).toEqual([
      { tag: "mail", sales: 4, value: "12.01" },
      { tag: "spring", sales: 2, value: "10.00" },
      { tag: "secret", sales: 1, value: "2.00" },
    ]);
  });

  test("want the scope to read them, and a currency for their value", async () => {
    const [start, end] = [iso(NOW - DAY_MS), iso(NOW)];
    await expect(totals({ start, end }, keyWith("stats:read"))).rejects.toThrow("conversions:read");
    await expect(read({ groupBy: "link", orderBy: "sales" }, keyWith("stats:read"))).rejects.toMatchObject({
      errors: [{ path: "orderBy" }],
    });
    expect((await read({}, keyWith("stats:read"))).totals).not.toHaveProperty("conversions");
    const query = StatsQuerySchema.parse({ metrics: "value" });
    await expect(readStats(world.ctx, world.actor, query)).rejects.toMatchObject({
      errors: [{ path: "currency", code: "required" }],
    });
    expect(StatsQuerySchema.safeParse({ metrics: "value", currency: "XYZ" }).success).toBe(false);
  });
});
