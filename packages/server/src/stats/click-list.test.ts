import { afterAll, beforeAll, expect, test } from "bun:test";
import { type Click, ClickListQuerySchema, ClickPageSchema, timeOfClick } from "@visoli/contract/click";
import { forEachAnalytics } from "../../../../test/analytics.ts";
import { click, fileOf, linesOf } from "../../../../test/clicks.ts";
import { openStatsWorld, type StatsWorld } from "../../../../test/stats-world.ts";
import type { Actor } from "../core/actor.ts";
import { DAY_MS, iso, MINUTE_MS } from "../lib/time.ts";
import { listClicks } from "./click-list.ts";
import { clickViews } from "./click-view.ts";

const NOW = Date.UTC(2027, 2, 15, 12);
const KNOWN = {
  ...{ domain: "", trigger: "qr", rule: "r", variant: "v", class: "human" as const, bot: "", visitor: 255 },
  ...{ continent: "EU", country: "DE", region: "Berlin", city: "Berlin", asn: 3_320, as_name: "Telekom" },
  ...{ referrer: "news.example", browser: "Chrome", os: "Windows", device: "desktop", device_model: "X" },
  ...{
    language: "de",
    utm_source: "s",
    utm_medium: "m",
    utm_campaign: "c",
    utm_term: "t",
    utm_content: '"x/\n',
  },
};

forEachAnalytics("single clicks", (suite) => {
  let world: StatsWorld;
  let turn = 0;
  beforeAll(async () => {
    world = await openStatsWorld(suite.analytics, NOW);
  });
  afterAll(() => world?.close());

  const insert = (rows: Parameters<typeof click>[0][], link = world.links.one) =>
    suite.analytics.insertClicks(
      fileOf(linesOf(rows.map((row) => click({ workspace: world.actor.workspaceId, link, ...row })))),
      `list-${turn++}`,
    );
  const list = async (query: Record<string, string> = {}, actor: Actor = world.actor, now = NOW) => {
    const parsed = ClickListQuerySchema.parse(query);
    const ctx = { ...world.ctx, now: () => now };
    return ClickPageSchema.parse(await listClicks(ctx, clickViews(world.ctx), actor, parsed));
  };
  const walk = async (query: Record<string, string>, between = async () => {}) => {
    const clicks: Click[] = [];
    for (let cursor = ""; ; ) {
      const page = await list({ ...query, ...(cursor && { cursor }) });
      clicks.push(...page.data);
      if (page.nextCursor === null) return clicks;
      cursor = page.nextCursor;
      await between();
    }
  };

  test("are shown with all that is known, and null for the rest", async () => {
    const at = NOW - DAY_MS;
    await insert([
      { at, slug: "ä/b", ...KNOWN, domain: world.domains.ours },
      { at: at - 1, slug: "one", visitor: 0 },
      { at: at - 2, slug: "one", domain: "dom_gone" },
    ]);
    const { data, nextCursor } = await list({ start: iso(at - 2), end: iso(at + 1) });
    expect(nextCursor).toBeNull();
    expect(data[0]).toEqual({
      ...{ id: expect.stringMatching(/^clk_[0-9a-f]{24}$/), at: iso(at), link: world.links.one, slug: "ä/b" },
      ...{ domain: "go.example.com", shortUrl: "http://go.example.com:3000/%C3%A4/b", trigger: "qr" },
      ...{ rule: "r", variant: "v", class: "human", bot: null, visitorId: "vis_000000000000ff" },
      ...{ continent: "EU", country: "DE", region: "Berlin", city: "Berlin", asn: 3_320, asName: "Telekom" },
      ...{ referrer: "news.example", browser: "Chrome", os: "Windows", device: "desktop", deviceModel: "X" },
      ...{ language: "de", utm: { source: "s", medium: "m", campaign: "c", term: "t", content: '"x/\n' } },
    });
    const unknown = Object.entries(data[1] ?? {}).filter(([, value]) => value === null);
    expect(unknown.length).toBe(16);
    expect(data[1]).toMatchObject({ domain: "localhost:3000", shortUrl: "http://localhost:3000/one" });
    expect(data[1]?.utm).toEqual({ source: null, medium: null, campaign: null, term: null, content: null });
    expect(data[2]).toMatchObject({ domain: "dom_gone", shortUrl: null });
    expect(data.map(({ id }) => timeOfClick(id))).toEqual([at, at - 1, at - 2]);
    expect((await list({ start: iso(at - 2), end: iso(at + 1) })).data).toEqual(data);
  });

  test("come in pages that neither repeat nor skip, whatever comes in meanwhile", async () => {
    const end = NOW - 40 * DAY_MS;
    const start = end - 400 * DAY_MS;
    // Many in one millisecond, many in one minute, few in a year.
    const times = [
      ...Array.from({ length: 40 }, () => end - 1_000),
      ...Array.from({ length: 60 }, (_, index) => end - 5 * MINUTE_MS - index * 700),
      ...Array.from({ length: 40 }, (_, index) => start + index * 9 * DAY_MS),
    ];
    await insert(times.map((at) => ({ at })));
    const period = { start: iso(start), end: iso(end) };
    const all = (await list({ ...period, limit: "1000" })).data;
    expect(all.length).toBe(times.length);
    expect(all.map(({ at }) => Date.parse(at))).toEqual(times.toSorted((a, b) => b - a));
    expect((await list({ ...period, limit: "1000", order: "asc" })).data).toEqual(all.toReversed());
    const ids = all.map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted().reverse());

    let late = 0;
    const comeIn = () => insert([{ at: end - 1 }, { at: start + DAY_MS + late++ }, { at: NOW }]);
    const seen = (await walk({ ...period, limit: "25" }, comeIn)).map(({ id }) => id);
    expect(seen.filter((id) => ids.includes(id))).toEqual(ids);
    expect(new Set(seen).size).toBe(seen.length);
    const upwards = (await walk({ ...period, limit: "25", order: "asc" }, comeIn)).map(({ id }) => id);
    expect(upwards.filter((id) => ids.includes(id))).toEqual(ids.toReversed());
    expect(new Set(upwards).size).toBe(upwards.length);
  });

  test("keep the first page's period while the clock goes on", async () => {
    const edge = NOW - 30 * DAY_MS;
    await insert([{ at: edge, slug: "edge" }], world.links.two);
    const query = { link: world.links.two, limit: "1" };
    await insert([{ at: NOW - 1, slug: "new" }], world.links.two);
    const first = await list(query);
    expect(first.data.map(({ slug }) => slug)).toEqual(["new"]);
    const next = await list({ ...query, cursor: first.nextCursor ?? "" }, world.actor, NOW + DAY_MS);
    expect(next.data.map(({ slug }) => slug)).toEqual(["edge"]);
    expect((await list({ link: world.links.two }, world.actor, NOW + DAY_MS)).data.length).toBe(1);
  });

  test("are those that statistics count: by filter, people alone, and nothing of hidden folders", async () => {
    const at = NOW + 10 * DAY_MS;
    const period = { start: iso(at), end: iso(at + 10) };
    await insert([
      { at, slug: "de", country: "DE", domain: world.domains.ours },
      { at: at + 1, slug: "fr", country: "FR" },
      { at: at + 2, slug: "bot", class: "bot", bot: "curl" },
      { at: at + 3, slug: "none", trigger: "orphan" },
    ]);
    await insert([{ at: at + 4, slug: "hidden" }], world.links.hidden);
    const slugs = async (query: Record<string, string>, actor = world.actor) =>
      (await list({ ...period, ...query }, actor)).data.map(({ slug }) => slug).join(" ");
    expect(await slugs({})).toBe("hidden fr de");
    expect(await slugs({}, world.key)).toBe("fr de");
    expect(await slugs({ include: "bots" })).toBe("hidden bot fr de");
    expect(await slugs({ class: "bot" })).toBe("bot");
    expect(await slugs({ country: "!FR", link: world.links.one })).toBe("de");
    expect(await slugs({ domain: "go.example.com" })).toBe("de");
    expect(await slugs({ tag: "spring" })).toBe("fr de");
    expect(await slugs({ tag: "nobody" })).toBe("");
    expect(await slugs({}, world.stranger)).toBe("");
    await expect(list({ ...period, link: world.links.hidden }, world.key)).rejects.toThrow(
      "There is no link",
    );
    await expect(list({ ...period, link: world.links.foreign })).rejects.toThrow("There is no link");
  });

  test("tell nothing of other workspaces by their ids", async () => {
    const at = NOW + 20 * DAY_MS;
    await insert([
      { at, nonce: 7 },
      { at, nonce: 8 },
    ]);
    const { data } = await list({ start: iso(at), end: iso(at + 1) });
    const [one = 0, other = 0] = data.map(({ id }) => Number.parseInt(id.slice(16), 16));
    expect(Math.abs(one - other)).toBeGreaterThan(1_000);
  });

  test("refuse a cursor that is none of theirs", async () => {
    const made = (text: string) => Buffer.from(text).toString("base64url");
    const id = `clk_${"0".repeat(24)}`;
    const others = ["x", "💩", made(id), made(`${id} 1`), made(`${id} -1 2`), made(`${id} 1 2 3`)];
    for (const cursor of [...others, made(`${id} 1 999999999999999`), made("clk_x 1 2"), made(`${id} 1e3 2`)])
      await expect(list({ cursor })).rejects.toThrow("Faulty: cursor");
  });
});
