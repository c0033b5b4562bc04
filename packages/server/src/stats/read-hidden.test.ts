import { afterAll, beforeAll, expect, test } from "bun:test";
import { type StatsQuery, StatsQuerySchema } from "@visoli/contract/stats";
import { forEachAnalytics } from "../../../../test/analytics.ts";
import { click, clicked, fileOf, linesOf } from "../../../../test/clicks.ts";
import { openStatsWorld, type StatsWorld } from "../../../../test/stats-world.ts";
import type { ClickRow } from "../analytics/row.ts";
import { readStats } from "./read.ts";

const NOW = Date.UTC(2026, 0, 31, 12);
const DAY = 86_400_000;

forEachAnalytics("statistics of links that are hidden or deleted", (suite) => {
  let world: StatsWorld;
  beforeAll(async () => {
    world = await openStatsWorld(suite.analytics, NOW);
    const { links, actor } = world;
    const own = (part: Partial<ClickRow>) => click({ workspace: actor.workspaceId, at: NOW - DAY, ...part });
    const clicks = [
      own({ link: links.one, visitor: 1 }),
      own({ link: links.two, slug: "two", visitor: 2 }),
      ...[3, 4, 5].map((visitor) => own({ link: links.hidden, slug: "hidden", visitor, country: "DE" })),
    ];
    await suite.analytics.insertClicks(fileOf(linesOf(clicks)), "hidden");
    const trash = world.ctx.db.updateTable("links").set({ deleted_at: NOW });
    await trash.where("id", "=", links.two).execute();
  });
  afterAll(() => world?.close());

  const read = (query: Record<string, string>, who = world.key) =>
    readStats(world.ctx, who, StatsQuerySchema.parse(query) as StatsQuery);
  const valuesOf = async (groupBy: string, who = world.key) =>
    (await read({ groupBy }, who)).groups?.map((group) => group[groupBy as "clicks"] as unknown);

  test("whoever may see the folder sees its links", async () => {
    const { links, actor } = world;
    expect((await read({}, actor)).totals).toEqual(clicked(5, 5));
    expect((await read({ link: links.hidden }, actor)).totals).toEqual(clicked(3, 3));
    expect(await valuesOf("slug", actor)).toEqual(["hidden", "one", "two"]);
    expect(await valuesOf("tag", actor)).toEqual(["mail", "secret", "spring"]);
  });

  test("for others a hidden link is not there, however it is named", async () => {
    for (const reference of [world.links.hidden, "localhost:3000/hidden"])
      for (const link of [reference, `!${reference}`, `ext_first,${reference}`])
        await expect(read({ link })).rejects.toMatchObject({ code: "link.not_found" });
  });

  test("for others its clicks are in no group, series or total, whatever is asked", async () => {
    const { one, two } = world.links;
    expect((await valuesOf("link"))?.sort()).toEqual([one, two].sort());
    expect(await valuesOf("slug")).toEqual(["one", "two"]);
    expect((await read({ groupBy: "tag" })).groups).toEqual([
      { tag: "mail", ...clicked(2, 2) },
      { tag: "spring", ...clicked(1, 1) },
    ]);
    expect(await valuesOf("country")).toEqual([""]);
    const { totals, series } = await read({ interval: "month" });
    expect(totals).toEqual(clicked(2, 2));
    expect(series).toMatchObject([totals]);
    for (const [name, value] of Object.entries({ slug: "hidden", country: "DE", tag: "secret" }))
      expect((await read({ [name]: value })).totals).toEqual(clicked(0, 0));
    expect((await read({ tag: "mail" })).totals).toEqual(clicked(2, 2));
    expect((await read({ tag: "!secret" })).totals).toEqual(clicked(2, 2));
  });

  test("a deleted link's are answered as before", async () => {
    for (const link of [world.links.two, "localhost:3000/two"])
      expect((await read({ link })).totals).toEqual(clicked(1, 1));
    expect((await read({ tag: "mail", groupBy: "link" })).groups).toHaveLength(2);
  });
});
