import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { StatsQuerySchema, StatsSchema } from "@visoli/contract/stats";
import { forEachAnalytics } from "../../../../test/analytics.ts";
import { click, clicked, fileOf, linesOf } from "../../../../test/clicks.ts";
import { addFolder, addLink } from "../../../../test/stats-rows.ts";
import { openStatsWorld, type StatsWorld } from "../../../../test/stats-world.ts";
import type { ClickRow } from "../analytics/row.ts";
import { readStats } from "./read.ts";

// A Wednesday.
const NOW = Date.UTC(2026, 3, 15, 12);
const DAY = 86_400_000;
const iso = (at: number) => new Date(at).toISOString();
const at = (text: string) => Date.parse(`${text}Z`);

forEachAnalytics("statistics in all their shapes", (suite) => {
  let world: StatsWorld;
  let folder: string;
  let asked: string[];

  beforeAll(async () => {
    world = await openStatsWorld(suite.analytics, NOW);
    const { links, actor, ctx } = world;
    folder = await addFolder(ctx, actor.workspaceId, "viewer");
    const filed = await addLink(ctx, actor.workspaceId, "filed", { folderId: folder });
    const own = (part: Partial<ClickRow>) =>
      click({ workspace: actor.workspaceId, link: links.one, at: NOW - DAY, country: "DE", ...part });
    const clicks = [
      ...[1, 1, 2].map((visitor) => own({ visitor, device: "mobile" })),
      own({ visitor: 3, device: "desktop", at: NOW - 2 * DAY }),
      own({ visitor: 3, link: links.two, country: "AT", trigger: "qr" }),
      own({ visitor: 3, link: links.two, country: "FR", at: NOW - 2 * DAY }),
      own({ visitor: 4, link: filed, country: "FR" }),
      own({ visitor: 9, link: links.hidden, country: "XX" }),
      ...[5, 6].map((visitor) => own({ visitor, country: "FR", at: NOW - 8 * DAY })),
      own({ visitor: 7, country: "PL", at: NOW - 9 * DAY }),
      own({ visitor: 8, country: "AT", at: at("2025-04-14T12:00") }),
    ];
    await suite.analytics.insertClicks(fileOf(linesOf(clicks)), "shapes");
  });
  afterAll(() => world?.close());

  const read = async (query: Record<string, string>, now = NOW) => {
    asked = [];
    const { analytics } = world.ctx;
    const query_ = (sql: string, parameters?: object) => {
      // How far sums reach is asked now and then, and not for each question.
      if (!sql.includes("as daysClosed")) asked.push(sql);
      return analytics.query(sql, parameters as never);
    };
    const ctx = { ...world.ctx, now: () => now, analytics: { ...analytics, query: query_ as never } };
    const answer = await readStats(ctx, world.key, StatsQuerySchema.parse(query));
    expect(StatsSchema.parse(answer)).toEqual(answer);
    return answer;
  };
  const refusal = (query: Record<string, string>) =>
    read(query).then(
      () => null,
      (error) => error.errors?.map(({ path }: { path: string }) => path) ?? error.code,
    );
  const week = { start: iso(NOW - 7 * DAY) };

  describe("by several dimensions", () => {
    test("carry each under its name, most clicks and scans first, then by values", async () => {
      expect((await read({ ...week, groupBy: "country,device" })).groups).toEqual([
        { country: "DE", device: "mobile", ...clicked(3, 2) },
        { country: "FR", device: "", ...clicked(2, 2) },
        { country: "AT", device: "", ...clicked(0, 1), scans: 1 },
        { country: "DE", device: "desktop", ...clicked(1, 1) },
      ]);
    });

    test("count a click on a link with two tags for both", async () => {
      expect((await read({ ...week, groupBy: "tag,country" })).groups).toEqual([
        { tag: "mail", country: "DE", ...clicked(4, 3) },
        { tag: "spring", country: "DE", ...clicked(4, 3) },
        { tag: "mail", country: "AT", ...clicked(0, 1), scans: 1 },
        { tag: "mail", country: "FR", ...clicked(1, 1) },
      ]);
    });

    test("by folder, by id, empty for links in none; a hidden one is not there", async () => {
      const { groups } = await read({ ...week, groupBy: "folder", metrics: "clicks" });
      expect(groups).toEqual([
        { folder: "", clicks: 5 },
        { folder, clicks: 1 },
      ]);
    });
  });

  describe("by folder, as a filter", () => {
    const clicksOf = async (of: string) => (await read({ ...week, folder: of })).totals.clicks;

    test("keep by id or name, or links in none, or leave them out", async () => {
      expect(await clicksOf(folder)).toBe(1);
      expect(await clicksOf("")).toBe(5);
      expect(await clicksOf(`,${folder}`)).toBe(6);
      expect(await clicksOf(`!${folder}`)).toBe(5);
      expect(await clicksOf("!")).toBe(1);
      expect(await clicksOf(",!")).toBe(0);
    });

    test("one that is hidden, or not there, is not found", async () => {
      const hidden = await world.ctx.db
        .selectFrom("folders")
        .select("id")
        .where("default_role", "=", "none")
        .execute();
      for (const name of [hidden[0]?.id ?? "", "fld_none", `${folder},fld_none`, "!fld_none"])
        expect([name, await refusal({ folder: name })]).toEqual([name, "folder.not_found"]);
    });
  });

  test("by the clock of the time zone", async () => {
    const groups = async (groupBy: string, timezone: string) =>
      (await read({ ...week, groupBy, timezone, metrics: "clicks", order: "asc" })).groups;
    expect(await groups("hour", "Asia/Kathmandu")).toEqual([{ hour: 17, clicks: 6 }]);
    expect(await groups("weekday", "Pacific/Kiritimati")).toEqual([
      { weekday: 2, clicks: 2 },
      { weekday: 3, clicks: 4 },
    ]);
    expect(await groups("hourOfWeek", "Europe/Berlin")).toEqual([
      { hourOfWeek: 14, clicks: 2 },
      { hourOfWeek: 38, clicks: 4 },
    ]);
    const monday = { ...week, timezone: "Europe/Berlin", weekday: "1" };
    expect((await read(monday)).totals.clicks).toBe(2);
    expect((await read({ ...monday, hour: "!14" })).totals.clicks).toBe(0);
  });

  describe("the groups past the limit", () => {
    test("are one, whose visitors count once", async () => {
      const { groups, other } = await read({ ...week, groupBy: "country", limit: "1", other: "true" });
      expect(groups?.map(({ country }) => country)).toEqual(["DE"]);
      expect(other).toEqual({ ...clicked(2, 2), scans: 1, groups: 2 });
    });

    test("are none where all fit; and are only told where asked for", async () => {
      const all = await read({ ...week, groupBy: "country", other: "true" });
      expect(all.groups).toHaveLength(3);
      expect(all.other).toEqual({ ...clicked(0, 0), groups: 0 });
      const nothing = await read({ ...week, groupBy: "country", country: "ZZ", other: "true" });
      expect(nothing).toMatchObject({ groups: [], other: { ...clicked(0, 0), groups: 0 } });
      expect((await read({ ...week, groupBy: "country", limit: "1" })).other).toBeUndefined();
    });
  });

  test("are ordered by any metric, either way", async () => {
    const countries = async (query: Record<string, string>) =>
      (await read({ ...week, groupBy: "country", ...query })).groups?.map(({ country }) => country);
    expect(await countries({ orderBy: "visitors" })).toEqual(["DE", "FR", "AT"]);
    expect(await countries({ orderBy: "scans" })).toEqual(["AT", "DE", "FR"]);
    expect(await countries({ order: "asc" })).toEqual(["AT", "FR", "DE"]);
    expect(await countries({ metrics: "scans" })).toEqual(["AT", "DE", "FR"]);
    expect(await countries({ metrics: "opens,clicks", orderBy: "opens", limit: "2" })).toEqual(["AT", "DE"]);
    expect(await refusal({ groupBy: "country", metrics: "clicks", orderBy: "visitors" })).toEqual([
      "orderBy",
    ]);
  });

  test("with an interval each group has a series, of the same intervals, empty ones too", async () => {
    const query = {
      ...week,
      interval: "day",
      groupBy: "country",
      limit: "1",
      other: "true",
      metrics: "clicks",
    };
    const { series, groups, other } = await read(query);
    const starts = Array.from({ length: 8 }, (_, index) => iso(at("2026-04-08T00:00") + index * DAY));
    const of = (counts: Record<number, number>) =>
      starts.map((start, index) => ({ start, clicks: counts[index] ?? 0 }));
    expect(series).toEqual(of({ 5: 2, 6: 4 }));
    expect(groups).toEqual([{ country: "DE", clicks: 4, series: of({ 5: 1, 6: 3 }) }]);
    expect(other).toEqual({ clicks: 2, groups: 2, series: of({ 5: 1, 6: 1 }) });
    expect(asked).toHaveLength(2);
  });

  describe("compared", () => {
    test("with the time before: totals, series, and each group's counts", async () => {
      const query = {
        ...week,
        compare: "previous",
        interval: "week",
        groupBy: "country",
        limit: "2",
        other: "true",
      };
      const { previous, groups, other } = await read({ ...query, metrics: "clicks" });
      expect(previous).toMatchObject({
        start: iso(NOW - 14 * DAY),
        end: iso(NOW - 7 * DAY),
        totals: { clicks: 3 },
      });
      expect(previous?.series?.map((entry) => entry.clicks)).toEqual([0, 3]);
      expect(groups).toMatchObject([
        { country: "DE", clicks: 4, previous: { clicks: 0 } },
        { country: "FR", clicks: 2, previous: { clicks: 2 } },
      ]);
      expect(other).toMatchObject({ clicks: 0, groups: 1, previous: { clicks: 1 } });
      expect(asked).toHaveLength(4);
    });

    test("with the year before", async () => {
      const { previous, groups } = await read({ ...week, compare: "year", groupBy: "country" });
      expect(previous).toEqual({
        start: iso(at("2025-04-08T12:00")),
        end: iso(at("2025-04-15T12:00")),
        totals: clicked(1, 1),
      });
      expect(groups?.find(({ country }) => country === "AT")?.previous).toEqual(clicked(1, 1));
    });
  });

  test("compute and answer only the metrics that are asked for", async () => {
    const all = { interval: "day", groupBy: "country", compare: "previous", limit: "1", other: "true" };
    const { totals, series, previous, groups, other } = await read({
      ...week,
      ...all,
      metrics: "opens,clicks",
    });
    for (const one of [totals, series?.[0], previous?.totals, groups?.[0], groups?.[0]?.previous, other])
      expect(
        Object.keys(one ?? {}).filter((key) => /s$/.test(key) && !/^(series|previous|groups)$/.test(key)),
      ).toEqual(["clicks", "opens"]);
    expect(asked.filter((sql) => /uniq|scans/.test(sql))).toEqual([]);
    await read({ ...week, ...all });
    expect(asked.filter((sql) => /uniq/.test(sql))).toHaveLength(asked.length);
  });

  describe("have no more than 10,000 entries", () => {
    const month = { start: iso(NOW - 30 * DAY), groupBy: "country" };

    test("and say what to change", async () => {
      const error = await read({ ...month, interval: "hour", limit: "14" }).catch((thrown) => thrown);
      expect(error.code).toBe("request.invalid");
      expect(error.errors).toMatchObject([
        { path: "limit", code: "too_big", message: expect.stringContaining("up to 13") },
        { path: "interval", code: "too_many_intervals" },
      ]);
      expect((await read({ ...month, interval: "hour", limit: "13" })).groups).toHaveLength(4);
      expect(await refusal({ ...month, interval: "hour", limit: "13", other: "true" })).toEqual([
        "limit",
        "interval",
      ]);
      expect((await read({ ...month, limit: "1000" })).groups).toHaveLength(4);
    });

    test("without a limit there are as many groups as fit", async () => {
      const minutes = { start: iso(NOW - 2 * DAY), interval: "minute", groupBy: "country" };
      expect((await read(minutes)).groups).toHaveLength(3);
      expect((await read({ ...minutes, start: iso(NOW - 4 * DAY) })).groups).toHaveLength(1);
      expect(await refusal({ ...minutes, start: iso(NOW - 4 * DAY), other: "true" })).toEqual([
        "other",
        "interval",
      ]);
    });
  });
});
