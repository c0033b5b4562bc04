import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type StatsQuery, StatsQuerySchema, StatsSchema } from "@visoli/contract/stats";
import { forEachAnalytics } from "../../../../test/analytics.ts";
import { click, clicked, fileOf, linesOf } from "../../../../test/clicks.ts";
import { openStatsWorld, type StatsWorld } from "../../../../test/stats-world.ts";
import { AnalyticsUnavailable, openAnalytics } from "../analytics/client.ts";
import { toProblemError } from "../core/failure.ts";
import { readStats } from "./read.ts";

const NOW = Date.UTC(2026, 0, 31, 12);
const DAY = 86_400_000;

forEachAnalytics("statistics", (suite) => {
  let world: StatsWorld;
  beforeAll(async () => {
    world = await openStatsWorld(suite.analytics, NOW);
    const { workspaceId: workspace } = world.actor;
    const own = (part: object) => click({ workspace, at: NOW - DAY, ...part });
    const clicks = [
      ...[1, 1, 2].map((visitor) => own({ link: world.links.one, visitor, country: "DE" })),
      own({ link: world.links.two, visitor: 3, country: "AT", utm_source: "a,b" }),
      own({ link: world.links.two, visitor: 4, class: "bot", bot: "curl" }),
      own({ link: world.links.one, visitor: 5, at: NOW - 29 * DAY }),
      own({ link: world.links.one, visitor: 6, at: NOW - 31 * DAY }),
      own({ link: world.links.one, visitor: 7, at: NOW }),
      ...[1, 2, 3].map((visitor) =>
        click({ workspace: world.stranger.workspaceId, link: world.links.foreign, visitor, at: NOW - DAY }),
      ),
    ];
    await suite.analytics.insertClicks(fileOf(linesOf(clicks)), "stats");
  });
  afterAll(() => world?.close());

  const read = (query: Record<string, string> = {}, who = world.actor) =>
    readStats(world.ctx, who, StatsQuerySchema.parse(query) as StatsQuery);
  const clicksOf = async (query: Record<string, string>) => (await read(query)).totals.clicks ?? -1;
  const refusal = (query: Record<string, string>) =>
    read(query).then(
      () => null,
      (error) => [error.code, error.errors?.[0]?.path ?? null],
    );

  test("are of the last thirty days in UTC, and totals alone, unless asked otherwise", async () => {
    const answer = await read();
    expect(answer).toEqual({
      ...{ start: new Date(NOW - 30 * DAY).toISOString(), end: new Date(NOW).toISOString(), timezone: "UTC" },
      totals: clicked(5, 4),
    });
    expect((await read({ end: new Date(NOW - 20 * DAY).toISOString() })).totals.clicks).toBe(2);
    expect((await read({ start: "2025-01-01T00:00:00Z" })).totals.clicks).toBe(6);
  });

  test("have the shape that the contract promises", async () => {
    const answer = await read({ interval: "week", groupBy: "country", timezone: "Asia/Kathmandu" });
    expect(StatsSchema.parse(answer)).toEqual(answer);
    expect(answer.series?.length).toBe(5);
    expect(answer.series?.reduce((sum, entry) => sum + (entry.clicks ?? 0), 0)).toBe(5);
    const starts = answer.series?.map(({ start }) => start);
    for (const { series } of answer.groups ?? []) expect(series?.map(({ start }) => start)).toEqual(starts);
    expect(answer.groups?.map(({ series: _, ...group }) => group)).toEqual([
      { country: "DE", ...clicked(3, 2) },
      { country: "", ...clicked(1, 1) },
      { country: "AT", ...clicked(1, 1) },
    ]);
    expect(answer.timezone).toBe("Asia/Kathmandu");
  });

  test("count bots only where asked for", async () => {
    expect(await clicksOf({ include: "bots" })).toBe(6);
    expect(await clicksOf({ include: "bots", bot: "curl" })).toBe(1);
    expect(await clicksOf({})).toBeLessThan(6);
  });

  test("of a class or a bot by name count it without being told to", async () => {
    expect(await clicksOf({ bot: "curl" })).toBe(1);
    expect(await clicksOf({ class: "!human" })).toBe(
      (await clicksOf({ include: "bots" })) - (await clicksOf({})),
    );
  });

  test("are filtered and grouped", async () => {
    expect(await clicksOf({ country: "DE,AT" })).toBe(4);
    expect(await clicksOf({ country: "!DE" })).toBe(2);
    expect(await clicksOf({ country: "" })).toBe(1);
    expect(await clicksOf({ utm_source: "a\\,b" })).toBe(1);
    expect(await clicksOf({ utm_source: "a,b" })).toBe(0);
    const { groups } = await read({ groupBy: "link", limit: "1" });
    expect(groups).toEqual([{ link: world.links.one, ...clicked(4, 3) }]);
  });

  describe("of a link", () => {
    test("named by id, external id, or domain and slug", async () => {
      expect(await clicksOf({ link: world.links.one })).toBe(4);
      expect(await clicksOf({ link: "ext_first" })).toBe(4);
      expect(await clicksOf({ link: "LOCALHOST:3000/one" })).toBe(4);
      expect(await clicksOf({ link: `ext_first,${world.links.two}` })).toBe(5);
      expect(await clicksOf({ link: "!ext_first" })).toBe(1);
      expect(await clicksOf({ link: "ext_first,!ext_first" })).toBe(0);
    });

    test("that is not there, or another's, there are none: both are not found", async () => {
      const references = [
        "lnk_none",
        "ext_none",
        "localhost:3000/none",
        "",
        world.links.foreign,
        "localhost:3000/foreign",
      ];
      for (const reference of [...references, "!lnk_none", "' or 1=1 --"]) {
        expect([reference, await refusal({ link: reference })]).toEqual([
          reference,
          ["link.not_found", null],
        ]);
      }
    });
  });

  describe("of a tag", () => {
    test("are those of its links", async () => {
      expect(await clicksOf({ tag: "spring" })).toBe(4);
      expect(await clicksOf({ tag: "spring,mail" })).toBe(5);
      expect(await clicksOf({ tag: "!spring" })).toBe(1);
      expect(await clicksOf({ tag: "mail", link: "ext_first" })).toBe(4);
      expect(await clicksOf({ tag: "spring", link: world.links.two })).toBe(0);
      expect(await clicksOf({ tag: "spring", link: `ext_first,${world.links.two}` })).toBe(4);
      expect(await clicksOf({ tag: "mail,!spring" })).toBe(1);
      const { groups } = await read({ groupBy: "tag" });
      expect(groups).toEqual([
        { tag: "mail", ...clicked(5, 4) },
        { tag: "spring", ...clicked(4, 3) },
      ]);
    });

    test("that nobody has are none, and another workspace's tag is nobody's", async () => {
      expect(await clicksOf({ tag: "none" })).toBe(0);
      expect(await clicksOf({ tag: "foreign" })).toBe(0);
      expect(await clicksOf({ tag: "!none" })).toBe(5);
    });
  });

  test("are one workspace's alone", async () => {
    const strangers = await read({ groupBy: "link" }, world.stranger);
    expect(strangers).toMatchObject({ totals: clicked(3, 3) });
    expect(strangers.groups?.map((group) => group.link)).toEqual([world.links.foreign]);
  });

  describe("are refused", () => {
    test("where the time has no length", async () => {
      const start = "2026-01-01T00:00:00Z";
      expect(await refusal({ start, end: start })).toEqual(["request.invalid", "start"]);
      expect(await refusal({ start: "2026-01-02T00:00:00Z", end: start })).toEqual([
        "request.invalid",
        "start",
      ]);
      expect(await refusal({ start: "2030-01-01T00:00:00Z" })).toEqual(["request.invalid", "start"]);
      expect(await clicksOf({ start, end: "2026-01-01T00:00:00.001Z" })).toBe(0);
    });

    test("where they would have more than 10,000 entries", async () => {
      const [start, end] = ["2026-01-01T00:00:00Z", "2026-01-07T22:40:00Z"];
      expect((await read({ start, end, interval: "minute" })).series).toHaveLength(10_000);
      const longer = { start, end: "2026-01-07T22:40:00.001Z", interval: "minute" };
      expect(await refusal(longer)).toEqual(["request.invalid", "interval"]);
      expect(await refusal({ start: "1970-01-01T00:00:00Z", interval: "day" })).toEqual([
        "request.invalid",
        "interval",
      ]);
    });

    test("where a series would go past what the click store can count", async () => {
      const end = "9999-12-31T23:59:59.999Z";
      expect(await refusal({ end, interval: "year" })).toEqual(["request.invalid", "end"]);
      expect(await clicksOf({ start: "1970-01-01T00:00:00Z", end })).toBe(7);
      expect((await read({ end: "2100-01-01T00:00:00Z", interval: "month" })).series?.length).toBeLessThan(
        1_000,
      );
    });

    test("to a key without the scope", async () => {
      const actor = {
        kind: "key" as const,
        keyId: "key_1",
        workspaceId: world.actor.workspaceId,
        scopes: ["links:read"] as const,
      };
      await expect(readStats(world.ctx, actor, StatsQuerySchema.parse({}))).rejects.toMatchObject({
        code: "auth.missing_scope",
      });
    });
  });

  test("wait while the click store is away, and say so", async () => {
    const analytics = await openAnalytics({ kind: "server", url: "http://127.0.0.1:1" });
    const error = await readStats({ ...world.ctx, analytics }, world.actor, StatsQuerySchema.parse({})).catch(
      (thrown) => thrown,
    );
    expect(error).toBeInstanceOf(AnalyticsUnavailable);
    expect(toProblemError(error, "req_1", world.ctx.log)).toMatchObject({
      code: "service.unavailable",
      status: 503,
    });
  });
});
