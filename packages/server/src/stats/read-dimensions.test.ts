import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type StatsQuery, StatsQuerySchema, StatsSchema } from "@visoli/contract/stats";
import { forEachAnalytics } from "../../../../test/analytics.ts";
import { click, clicked, countsOf, fileOf, linesOf } from "../../../../test/clicks.ts";
import { openStatsWorld, type StatsWorld } from "../../../../test/stats-world.ts";
import type { ClickRow } from "../analytics/row.ts";
import { readStats } from "./read.ts";

const NOW = Date.UTC(2026, 0, 31, 12);
const DAY = 86_400_000;

forEachAnalytics("statistics of addresses, triggers and rules", (suite) => {
  let world: StatsWorld;
  let clicks: ClickRow[];
  beforeAll(async () => {
    world = await openStatsWorld(suite.analytics, NOW);
    const { links, domains, actor } = world;
    const own = (part: Partial<ClickRow>) =>
      click({ workspace: actor.workspaceId, link: links.one, at: NOW - DAY, ...part });
    clicks = [
      ...[1, 1, 2].map((visitor) => own({ visitor })),
      ...[2, 3, 4, 4].map((visitor) => own({ trigger: "qr", slug: "uno", visitor })),
      ...[8, 9].map((visitor) => own({ trigger: "open", visitor })),
      ...[1, 2].map(() =>
        own({ link: links.two, slug: "two", domain: domains.ours, rule: "Berlin", variant: "A" }),
      ),
      own({ link: links.two, slug: "two", domain: domains.ours, rule: "Berlin", variant: "B, C" }),
      own({ link: links.two, slug: "two", domain: "dom_gone", rule: "2" }),
      own({ link: "", slug: "/nothing", domain: domains.ours, trigger: "orphan", visitor: 99 }),
      click({ workspace: world.stranger.workspaceId, domain: domains.theirs, at: NOW - DAY }),
    ];
    await suite.analytics.insertClicks(fileOf(linesOf(clicks)), "dimensions");
  });
  afterAll(() => world?.close());

  const read = (query: Record<string, string> = {}) =>
    readStats(world.ctx, world.actor, StatsQuerySchema.parse(query) as StatsQuery);
  const totals = async (query: Record<string, string>) => (await read(query)).totals;
  const groups = async (groupBy: string, query = {}) => (await read({ groupBy, ...query })).groups;

  test("tell clicks, scans and opens apart; visitors are those of clicks and scans", async () => {
    const answer = await read({ interval: "day", groupBy: "link" });
    expect(StatsSchema.parse(answer)).toEqual(answer);
    expect(answer.totals).toEqual({ clicks: 7, scans: 4, opens: 2, visitors: 4 });
    expect(answer.totals).toEqual(
      countsOf(clicks.filter((row) => row.workspace === world.actor.workspaceId)),
    );
    expect(answer.series?.filter((day) => (day.scans ?? 0) > 0)).toMatchObject([answer.totals]);
    expect(answer.groups?.map(({ series: _, ...group }) => group)).toEqual([
      { link: world.links.one, clicks: 3, scans: 4, opens: 2, visitors: 4 },
      { link: world.links.two, ...clicked(4, 1) },
    ]);
  });

  test("by trigger", async () => {
    expect(await groups("trigger")).toEqual([
      { trigger: "link", ...clicked(7, 2) },
      { trigger: "qr", ...clicked(0, 3), scans: 4 },
      { trigger: "open", ...clicked(0, 0), opens: 2 },
    ]);
    expect(await totals({ trigger: "qr" })).toEqual({ ...clicked(0, 3), scans: 4 });
    expect(await totals({ trigger: "!link" })).toMatchObject({ clicks: 0, scans: 4, opens: 2 });
    for (const trigger of ["orphan", "", "Link"])
      expect([trigger, await totals({ trigger })]).toEqual([trigger, clicked(0, 0)]);
  });

  test("by slug: each alias of a link apart", async () => {
    expect(await groups("slug", { link: world.links.one })).toEqual([
      { slug: "uno", clicks: 0, scans: 4, opens: 0, visitors: 3 },
      { slug: "one", clicks: 3, scans: 0, opens: 2, visitors: 2 },
    ]);
    expect(await totals({ slug: "uno" })).toMatchObject({ clicks: 0, scans: 4 });
    expect(await totals({ slug: "!uno" })).toMatchObject({ clicks: 7, scans: 0 });
    expect(await totals({ slug: "/nothing" })).toEqual(clicked(0, 0));
  });

  describe("by domain", () => {
    test("as hosts; one that is no domain any more by its id", async () => {
      expect((await groups("domain"))?.map(({ domain, clicks: count }) => [domain, count])).toEqual([
        ["localhost:3000", 3],
        ["go.example.com", 3],
        ["dom_gone", 1],
      ]);
    });

    test("filters take what is shown", async () => {
      expect(await totals({ domain: "GO.example.com" })).toMatchObject({ clicks: 3, scans: 0 });
      expect(await totals({ domain: "localhost:3000" })).toMatchObject({ clicks: 3, scans: 4 });
      expect(await totals({ domain: "!localhost:3000" })).toMatchObject({ clicks: 4 });
      expect(await totals({ domain: "dom_gone,go.example.com" })).toMatchObject({ clicks: 4 });
      for (const domain of ["go.example.net", "nobody.example", "' or 1=1 --"])
        expect([domain, await totals({ domain })]).toEqual([domain, clicked(0, 0)]);
    });
  });

  test("by rule and variant, by their names", async () => {
    expect(await groups("rule", { link: world.links.two })).toEqual([
      { rule: "Berlin", ...clicked(3, 1) },
      { rule: "2", ...clicked(1, 1) },
    ]);
    expect(await groups("variant", { rule: "Berlin" })).toEqual([
      { variant: "A", ...clicked(2, 1) },
      { variant: "B, C", ...clicked(1, 1) },
    ]);
    expect(await totals({ variant: "B\\, C" })).toEqual(clicked(1, 1));
    expect(await totals({ rule: "" })).toMatchObject({ clicks: 3, scans: 4 });
  });
});
