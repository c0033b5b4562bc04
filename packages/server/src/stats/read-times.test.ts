import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { StatsQuerySchema } from "@visoli/contract/stats";
import { forEachAnalytics } from "../../../../test/analytics.ts";
import { click, fileOf, linesOf } from "../../../../test/clicks.ts";
import { openStatsWorld, type StatsWorld } from "../../../../test/stats-world.ts";
import { readStats } from "./read.ts";

// A Wednesday.
const NOW = Date.UTC(2026, 3, 15, 12);
const DAY = 86_400_000;
const iso = (at: number) => new Date(at).toISOString();
const at = (text: string) => Date.parse(`${text}Z`);

forEachAnalytics("the times that statistics are of", (suite) => {
  let world: StatsWorld;
  beforeAll(async () => {
    world = await openStatsWorld(suite.analytics, NOW);
    const { links, actor } = world;
    const clicks = [
      click({ workspace: actor.workspaceId, link: links.one, at: at("2025-04-14T12:00") }),
      click({ workspace: actor.workspaceId, link: links.hidden, slug: "hidden", at: at("2024-04-14T12:00") }),
    ];
    await suite.analytics.insertClicks(fileOf(linesOf(clicks)), "times");
  });
  afterAll(() => world?.close());

  const read = (query: Record<string, string>) =>
    readStats(world.ctx, world.key, StatsQuerySchema.parse(query));
  const refusal = (query: Record<string, string>) =>
    read(query).then(
      () => null,
      (error) => error.errors?.map(({ path }: { path: string }) => path) ?? error.code,
    );

  describe("compared", () => {
    const times = async (timezone: string, start: string, end: string, compare: string) => {
      const { previous } = await read({ timezone, start: iso(at(start)), end: iso(at(end)), compare });
      return [previous?.start.slice(0, 16), previous?.end.slice(0, 16)];
    };

    test("days are counted by the calendar where both ends begin one, months where both begin one", async () => {
      // The clocks of Berlin were put forward on 29 March 2026: the last week of March is an hour shorter than the one before.
      expect(await times("Europe/Berlin", "2026-03-23T23:00", "2026-03-30T22:00", "previous")).toEqual([
        "2026-03-16T23:00",
        "2026-03-23T23:00",
      ]);
      expect(await times("Europe/Berlin", "2026-02-28T23:00", "2026-03-31T22:00", "previous")).toEqual([
        "2026-01-31T23:00",
        "2026-02-28T23:00",
      ]);
      expect(await times("UTC", "2026-02-28T23:00", "2026-03-31T22:00", "previous")).toEqual([
        "2026-01-29T00:00",
        "2026-02-28T23:00",
      ]);
      // Samoa left out 30 December 2011.
      expect(await times("Pacific/Apia", "2011-12-30T10:00", "2012-01-01T10:00", "previous")).toEqual([
        "2011-12-28T10:00",
        "2011-12-30T10:00",
      ]);
    });

    test("29 February is the 28th in other years, whose end is the beginning of March", async () => {
      expect(await times("UTC", "2024-02-29T00:00", "2024-03-01T00:00", "year")).toEqual([
        "2023-02-28T00:00",
        "2023-03-01T00:00",
      ]);
      expect(await times("UTC", "2024-02-28T00:00", "2024-02-29T00:00", "year")).toEqual([
        "2023-02-28T00:00",
        "2023-03-01T00:00",
      ]);
      expect(await times("UTC", "2024-02-28T16:00", "2024-02-29T15:00", "year")).toEqual([
        "2023-02-28T16:00",
        "2023-03-01T15:00",
      ]);
    });

    test("not with what was before 1970, nor before everything", async () => {
      const long = { start: "1980-01-01T00:00:00Z", compare: "previous" };
      expect(await refusal(long)).toEqual(["compare"]);
      expect(await refusal({ period: "all", compare: "year" })).toEqual(["compare"]);
    });
  });

  test("name their time, by the calendar of the zone", async () => {
    const start = async (period: string, timezone = "America/New_York") =>
      (await read({ period, timezone })).start;
    expect(await start("24h")).toBe(iso(NOW - DAY));
    expect(await start("7d")).toBe("2026-04-09T04:00:00.000Z");
    expect(await start("30d")).toBe("2026-03-17T04:00:00.000Z");
    expect(await start("90d")).toBe("2026-01-16T05:00:00.000Z");
    expect(await start("mtd")).toBe("2026-04-01T04:00:00.000Z");
    expect(await start("12mo")).toBe("2025-05-01T04:00:00.000Z");
    expect(await start("ytd")).toBe("2026-01-01T05:00:00.000Z");
    expect(await start("all")).toBe("2025-04-14T12:00:00.000Z");
    expect((await read({ period: "all", country: "ZZ", interval: "day" })).totals.clicks).toBe(0);
    // What is hidden does not show when it began.
    expect((await read({ period: "all", slug: "hidden" })).start).toBe(iso(NOW - 1));
  });

  test("have a time by name or by its ends, not both", async () => {
    expect(await refusal({ period: "7d", start: iso(NOW - 7 * DAY), end: iso(NOW) })).toEqual([
      "period",
      "start",
      "end",
    ]);
    expect(await refusal({ period: "7d", end: iso(NOW) })).toEqual(["period", "end"]);
  });
});
