import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type OrphansQuery, OrphansQuerySchema, OrphansSchema } from "@visoli/contract/orphans";
import { forEachAnalytics } from "../../../../test/analytics.ts";
import { click, fileOf, linesOf } from "../../../../test/clicks.ts";
import { ask, forEachDatabase } from "../../../../test/context.ts";
import { openStatsWorld, type StatsWorld } from "../../../../test/stats-world.ts";
import type { ClickRow } from "../analytics/row.ts";
import type { Actor } from "../core/actor.ts";
import { readOrphans } from "./orphans.ts";

const NOW = Date.UTC(2026, 0, 31, 12);
const DAY = 86_400_000;
const iso = (at: number) => new Date(at).toISOString();

forEachAnalytics("visits to addresses without a link", (suite) => {
  let world: StatsWorld;
  beforeAll(async () => {
    world = await openStatsWorld(suite.analytics, NOW);
    const { ours, theirs } = world.domains;
    const { workspaceId: workspace } = world.actor;
    const orphan = (part: Partial<ClickRow>) =>
      click({ workspace, link: "", trigger: "orphan", domain: ours, slug: "/sael", at: NOW - DAY, ...part });
    const visits = [
      orphan({}),
      orphan({ class: "bot", at: NOW - 2 * DAY }),
      orphan({ slug: "no-slash" }),
      orphan({ at: NOW }),
      orphan({ at: NOW - 31 * DAY }),
      ...[1, 2, 3].map(() => orphan({ workspace: "", domain: "", slug: "/own", class: "bot" })),
      orphan({ workspace: "", domain: "stray.example", slug: "/stray" }),
      orphan({ workspace: world.stranger.workspaceId, domain: theirs, slug: "/theirs" }),
      click({ workspace, link: world.links.one, domain: ours, at: NOW - DAY }),
    ];
    await suite.analytics.insertClicks(fileOf(linesOf(visits)), "orphans");
  });
  afterAll(() => world?.close());

  const read = (who: Actor, query: Record<string, string> = {}) =>
    readOrphans(world.ctx, who, OrphansQuerySchema.parse(query) as OrphansQuery);
  const addresses = async (who: Actor, query?: Record<string, string>) =>
    (await read(who, query)).paths.map(({ host, path }) => host + path);

  test("are of the last thirty days, most first, bots among them, people told apart", async () => {
    const answer = await read(world.key);
    expect(OrphansSchema.parse(answer)).toEqual(answer);
    expect(answer).toEqual({
      ...{ start: iso(NOW - 30 * DAY), end: iso(NOW), total: 7 },
      paths: [
        { host: "localhost:3000", path: "/own", visits: 3, people: 0, lastAt: iso(NOW - DAY) },
        { host: "go.example.com", path: "/sael", visits: 2, people: 1, lastAt: iso(NOW - DAY) },
        { host: "go.example.com", path: "/no-slash", visits: 1, people: 1, lastAt: iso(NOW - DAY) },
        { host: "stray.example", path: "/stray", visits: 1, people: 1, lastAt: iso(NOW - DAY) },
      ].sort((a, b) => b.visits - a.visits),
    });
  });

  test("of the service's own domain and of nobody's hosts are for the first workspace and for operators", async () => {
    const theirs = ["go.example.net/theirs"];
    expect(await addresses(world.strangersKey)).toEqual(theirs);
    for (const domain of ["localhost:3000", "stray.example", "go.example.com", ""])
      expect(await addresses(world.strangersKey, { domain })).toEqual([]);
    expect((await addresses(world.stranger)).sort()).toEqual(
      [...theirs, "localhost:3000/own", "stray.example/stray"].sort(),
    );
    expect(await addresses(world.actor)).toEqual(await addresses(world.key));
  });

  test("of the hosts, the time and the number that are asked for", async () => {
    const ours = ["go.example.com/sael", "go.example.com/no-slash"];
    expect(await addresses(world.key, { domain: "GO.EXAMPLE.com" })).toEqual(ours);
    expect(await addresses(world.key, { domain: "!localhost:3000,!stray.example" })).toEqual(ours);
    expect(await addresses(world.key, { domain: "stray.example" })).toEqual(["stray.example/stray"]);
    expect(await addresses(world.key, { limit: "1" })).toEqual(["localhost:3000/own"]);
    expect((await read(world.key, { limit: "1" })).total).toBe(7);
    expect((await read(world.key, { start: iso(0), end: iso(NOW - 30 * DAY) })).total).toBe(1);
    expect((await read(world.key, { start: iso(0), end: iso(NOW + 1) })).total).toBe(9);
    await expect(read(world.key, { start: iso(NOW) })).rejects.toMatchObject({
      ...{ code: "request.invalid", errors: [{ path: "start" }] },
    });
  });

  test("are refused to a key without the scope", async () => {
    const actor = { ...world.key, scopes: ["links:read"] } as Actor;
    await expect(read(actor)).rejects.toMatchObject({ code: "auth.missing_scope" });
  });
});

forEachDatabase("GET /api/v1/stats/orphans", (world) => {
  const get = async (query: string, ...scopes: Parameters<ReturnType<typeof world>["key"]>) =>
    ask(world(), "GET", `/api/v1/stats/orphans${query}`, { key: (await world().key(...scopes)).text });

  test("answers, and says what is wrong with a question", async () => {
    const response = await get("?limit=5&domain=localhost:3000", "stats:read");
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ total: 0, paths: [] });
    for (const query of ["?limit=0", "?start=yesterday", "?link=lnk_1", "?limit=1001"])
      expect([query, (await get(query)).status]).toEqual([query, 422]);
    expect((await get("", "links:read")).status).toBe(403);
  });

  describe("of one workspace", () => {
    test("are not another's", async () => {
      const { workspaceId } = world().operator;
      const { now } = world().clock;
      const row = { workspace: workspaceId, link: "", trigger: "orphan", slug: "/x", at: now - 1 };
      await world().ctx.analytics.insertClicks(fileOf(linesOf([click(row)])), workspaceId);
      expect(await (await get("", "stats:read")).json()).toMatchObject({ total: 1 });
      const stranger = await (await world().stranger()).key("stats:read");
      const answer = await ask(world(), "GET", "/api/v1/stats/orphans", { key: stranger.text });
      expect(await answer.json()).toMatchObject({ total: 0 });
    });
  });
});
