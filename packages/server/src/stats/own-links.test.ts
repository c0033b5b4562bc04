import { afterAll, afterEach, beforeAll, expect, test } from "bun:test";
import { ClickExportQuerySchema, ClickListQuerySchema, ClickStreamQuerySchema } from "@visoli/contract/click";
import { DIMENSIONS } from "@visoli/contract/dimensions";
import { OrphansQuerySchema } from "@visoli/contract/orphans";
import { type StatsQuery, StatsQuerySchema } from "@visoli/contract/stats";
import { sql } from "kysely";
import { forEachAnalytics } from "../../../../test/analytics.ts";
import { click, clicked, fileOf, linesOf } from "../../../../test/clicks.ts";
import { until } from "../../../../test/engines.ts";
import { openStatsWorld, type StatsWorld } from "../../../../test/stats-world.ts";
import { type ConversionCopy, insertConversions } from "../analytics/conversions.ts";
import { askTotals } from "../analytics/questions/totals.ts";
import type { ClickRow } from "../analytics/row.ts";
import type { Selection } from "../analytics/where.ts";
import type { Actor } from "../core/actor.ts";
import { DAY_MS, HOUR_MS, iso } from "../lib/time.ts";
import { createExports } from "./click-export.ts";
import { listClicks } from "./click-list.ts";
import { createStreams } from "./click-stream.ts";
import { clickViews } from "./click-view.ts";
import { readInvocations } from "./invocations.ts";
import { readOrphans } from "./orphans.ts";
import { readStats } from "./read.ts";

const NOW = Date.UTC(2026, 0, 31, 12);
const GONE = { code: "link.not_found" };
/** What stands in all that is of others' links, and in nothing of its own. */
const MARK = "theirs";
const THEIRS = {
  ...{ slug: MARK, rule: MARK, variant: MARK, continent: "EU", country: "DE", region: MARK, city: MARK },
  ...{
    asn: 3_320,
    referrer: `${MARK}.example`,
    browser: MARK,
    os: MARK,
    device: "mobile",
    device_model: MARK,
  },
  ...{
    language: "de",
    utm_source: MARK,
    utm_medium: MARK,
    utm_campaign: MARK,
    utm_term: MARK,
    utm_content: MARK,
  },
};

forEachAnalytics("statistics for a key of its own links", (suite) => {
  let world: StatsWorld;
  let own: Actor;
  /** Has made no link yet. */
  let fresh: Actor;
  let turn = 0;
  const leaving: (() => void)[] = [];
  const insert = (rows: Partial<ClickRow>[]) => {
    const all = rows.map((row) => click({ workspace: own.workspaceId, at: NOW - DAY_MS, ...row }));
    return suite.analytics.insertClicks(fileOf(linesOf(all)), `own-${turn++}`);
  };
  beforeAll(async () => {
    world = await openStatsWorld(suite.analytics, NOW);
    const { ctx, key, links } = world;
    const scopes = ["stats:read", "conversions:read"] as const;
    const { workspaceId } = key;
    own = { kind: "key", keyId: "key_own", workspaceId, scopes, ownerId: "key_own" };
    fresh = { ...own, keyId: "key_fresh", ownerId: "key_fresh" };
    const give = ctx.db.updateTable("links").set({ owner_id: "key_own" });
    await give.where("id", "=", links.two).execute();
    await insert([
      { link: links.two, slug: "two", visitor: 1, country: "FR" },
      { link: links.two, slug: "two", visitor: 1, country: "FR", at: NOW - 2 * DAY_MS },
      { link: links.two, slug: "two", visitor: 2, country: "FR", class: "bot", bot: "spider" },
      ...[10, 11, 12].map((visitor) => ({ ...THEIRS, link: links.one, visitor, at: NOW - 20 * DAY_MS })),
      { ...THEIRS, link: links.hidden, visitor: 13, class: "bot" as const, bot: MARK },
      { ...THEIRS, link: "", trigger: "orphan", slug: `/${MARK}` },
    ]);
    const sale: Omit<ConversionCopy, "link" | "id" | "amount"> = {
      ...{ class: "human", workspace: workspaceId, type: "sale", currency: "EUR", voided: 0, version: 1 },
      at: NOW - DAY_MS,
    };
    await insertConversions(suite.analytics, [
      { ...sale, link: links.two, id: "cnv_1", amount: 100 },
      { ...sale, link: links.one, id: "cnv_2", amount: 7_000 },
      { ...sale, link: "", id: "cnv_3", amount: 50_000 },
    ]);
  });
  afterEach(() => {
    for (const leave of leaving.splice(0)) leave();
  });
  afterAll(() => world?.close());

  const read = (query: Record<string, string>, who = own) =>
    readStats(world.ctx, who, StatsQuerySchema.parse(query) as StatsQuery);

  test("totals, series, comparisons and all time count its links alone", async () => {
    expect((await read({}, world.actor)).totals).toEqual(clicked(5, 4));
    expect((await read({})).totals).toEqual(clicked(2, 1));
    expect((await read({ include: "bots" })).totals).toEqual(clicked(3, 2));
    const week = { start: iso(NOW - 7 * DAY_MS), end: iso(NOW) };
    for (const interval of ["hour", "day", "week", "month"]) {
      const { series = [] } = await read({ ...week, interval });
      expect([interval, series.reduce((sum, one) => sum + (one.clicks ?? 0), 0)]).toEqual([interval, 2]);
    }
    const compared = await read({ ...week, compare: "previous" });
    expect([compared.totals, compared.previous?.totals]).toEqual([clicked(2, 1), clicked(0, 0)]);
    expect(Date.parse((await read({ period: "all" })).start)).toBe(NOW - 2 * DAY_MS);
    expect((await read({ metrics: "clicks,sales,value", currency: "EUR" })).totals).toMatchObject({
      ...{ clicks: 2, sales: 1 },
      value: expect.stringMatching(/^1(\.00)?$/),
    });
  });

  test("no group and no list by any dimension has anything of others", async () => {
    for (const dimension of DIMENSIONS)
      for (const query of [`groupBy=${dimension}&other=true`, `lists=${dimension}`])
        for (const include of ["", "&include=bots"]) {
          const asked = Object.fromEntries(new URLSearchParams(query + include));
          const answer = JSON.stringify(await read(asked));
          const seen = [MARK, '"DE"', world.links.one].filter((text) => answer.includes(text));
          expect([asked, seen]).toEqual([asked, []]);
        }
    expect((await read({ groupBy: "link" })).groups).toEqual([{ link: world.links.two, ...clicked(2, 1) }]);
    expect((await read({ groupBy: "tag" })).groups).toEqual([{ tag: "mail", ...clicked(2, 1) }]);
    expect((await read({ groupBy: "country" })).groups).toEqual([{ country: "FR", ...clicked(2, 1) }]);
  });

  test("filters leave its own links; another's, named, is not there", async () => {
    for (const [query, clicks] of [
      [{ tag: "mail" }, 2],
      [{ tag: "!mail" }, 0],
      [{ tag: "spring" }, 0],
      [{ tag: "!spring" }, 2],
      [{ link: "localhost:3000/two" }, 2],
      [{ link: "!localhost:3000/two" }, 0],
      [{ slug: MARK }, 0],
      [{ country: "DE" }, 0],
      [{ country: "!FR" }, 0],
      [{ folder: "" }, 2],
    ] as const)
      expect([query, (await read(query as Record<string, string>)).totals.clicks]).toEqual([query, clicks]);
    for (const name of [world.links.one, "ext_first", "localhost:3000/one", "localhost:3000/uno"])
      for (const link of [name, `!${name}`, `localhost:3000/two,${name}`])
        await expect(read({ link })).rejects.toMatchObject(GONE);
    await expect(readInvocations(world.ctx, own, "one", {})).rejects.toMatchObject(GONE);
    expect((await readInvocations(world.ctx, own, "two", {})).stats.invocations).toHaveLength(2);
  });

  test("without a link there is nothing to count", async () => {
    for (const query of [{}, { include: "bots" }, { tag: "mail" }, { country: "DE" }] as Record<
      string,
      string
    >[])
      expect((await read(query, fresh)).totals).toEqual(clicked(0, 0));
    expect((await read({ groupBy: "link" }, fresh)).groups).toEqual([]);
    expect((await read({ period: "all", interval: "day" }, fresh)).totals).toEqual(clicked(0, 0));
  });

  test("thousands of links are named as few are: to be counted alone, or not at all", async () => {
    const nobodys = Array.from({ length: 3_000 }, (_, index) => `lnk_${index}`);
    const { workspaceId } = own;
    const period = { start: NOW - 30 * DAY_MS, end: NOW };
    const count = async (links: Selection["links"]) =>
      (await askTotals(suite.analytics, { workspaceId, ...period, includeBots: false, filters: {}, links }))
        .clicks;
    const { one, two } = world.links;
    expect(await count({ only: nobodys })).toBe(0);
    expect(await count({ only: [...nobodys, two] })).toBe(2);
    expect(await count({ not: [...nobodys, two] })).toBe(3);
    expect(await count({ only: [...nobodys, one, two], not: [...nobodys, one] })).toBe(2);
    const broken = count({ only: [...nobodys, "x') or ('1"] });
    await expect(broken).rejects.toThrow("not a link id");
  });

  test("of more links than the click store is told of, some are to be asked for", async () => {
    const { db } = world.ctx;
    const many = { ...own, keyId: "key_many", ownerId: "key_many" };
    await sql`with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n <= 250000)
      insert into links (id, workspace_id, domain, slug, url, owner_id, created_at, updated_at)
      select 'lnk_many' || n, ${own.workspaceId}, '', 'many' || n, 'https://example.com', 'key_many', 0, 0 from numbers`.execute(
      db,
    );
    const refused = read({}, many);
    await expect(refused).rejects.toMatchObject({
      code: "request.invalid",
      errors: [{ path: "link", code: "too_many_links" }],
    });
    for (const query of [{ link: "lnk_many7" }, { tag: "mail" }] as Record<string, string>[])
      expect((await read(query, many)).totals).toEqual(clicked(0, 0));
  });

  test("single clicks, listed or exported, are those on its links", async () => {
    const views = clickViews(world.ctx);
    const list = async (who: Actor, query: Record<string, string> = {}) =>
      (await listClicks(world.ctx, views, who, ClickListQuerySchema.parse(query))).data;
    expect((await list(world.actor)).length).toBe(5);
    expect((await list(own)).map(({ slug }) => slug)).toEqual(["two", "two"]);
    expect((await list(own, { include: "bots" })).map(({ slug }) => slug)).toEqual(["two", "two", "two"]);
    expect(await list(fresh, { include: "bots" })).toEqual([]);
    await expect(list(own, { link: world.links.one })).rejects.toMatchObject(GONE);
    const exportClicks = createExports(world.ctx, views);
    for (const [who, count] of [
      [own, 2],
      [fresh, 0],
    ] as const) {
      const query = ClickExportQuerySchema.parse({ format: "ndjson" });
      const { body } = await exportClicks(who, query, new AbortController().signal);
      const text = await new Response(body).text();
      expect([text.split("\n").filter(Boolean).length, text.includes(MARK)]).toEqual([count, false]);
    }
  });

  test("the stream tells of its links alone, of one that it has just made, too, and of what was missed", async () => {
    const ctx = { ...world.ctx, now: () => NOW };
    const openStream = createStreams(ctx, clickViews(ctx), new AbortController().signal);
    const listen = async (actor: Actor, lastEventId?: string) => {
      const left = new AbortController();
      const query = ClickStreamQuerySchema.parse({ ...(lastEventId && { lastEventId }) });
      const stream = await openStream({ actor, query, recheck: async () => actor, signal: left.signal });
      const heard = { text: "" };
      leaving.push(() => left.abort());
      void (async () => {
        const decoder = new TextDecoder();
        for await (const bytes of stream as unknown as AsyncIterable<Uint8Array>)
          heard.text += decoder.decode(bytes);
      })().catch(() => {});
      const slugs = () => [...heard.text.matchAll(/"slug":"([^"]*)"/g)].map(([, slug]) => slug);
      const ids = () => [...heard.text.matchAll(/^id: (.*)$/gm)].map(([, id]) => id);
      return { slugs, ids };
    };
    const [all, mine, none] = [await listen(world.actor), await listen(own), await listen(fresh)];
    const { links } = world;
    const now = { at: NOW };
    await insert([
      { ...THEIRS, ...now, link: links.one },
      { ...now, link: links.two, slug: "first" },
    ]);
    await until(() => all.slugs().length === 2 && mine.slugs().length === 1);
    const made = {
      ...(await world.ctx.db
        .selectFrom("links")
        .selectAll()
        .where("id", "=", links.two)
        .executeTakeFirstOrThrow()),
    };
    await world.ctx.db
      .insertInto("links")
      .values({ ...made, id: "lnk_new", slug: "new" })
      .execute();
    await insert([
      { ...now, link: "lnk_new", slug: "second" },
      { ...THEIRS, ...now, link: links.one },
    ]);
    await until(() => all.slugs().length === 4 && mine.slugs().length === 2);
    expect([mine.slugs(), none.slugs()]).toEqual([["first", "second"], []]);
    const [after] = all.ids();
    const again = [await listen(own, mine.ids()[0]), await listen(fresh, after)] as const;
    await until(() => again[0].slugs().length === 1);
    expect([again[0].slugs(), again[1].slugs()]).toEqual([["second"], []]);
    // Another process has told nobody anything yet: it reads what was missed from the click store.
    const other = createStreams(
      { ...ctx, now: () => NOW + HOUR_MS / 2 },
      clickViews(ctx),
      new AbortController().signal,
    );
    const query = ClickStreamQuerySchema.parse({ lastEventId: mine.ids()[0] });
    const left = new AbortController();
    leaving.push(() => left.abort());
    const stream = await other({ actor: own, query, recheck: async () => own, signal: left.signal });
    const { value = new Uint8Array() } = await stream.getReader().read();
    expect(new TextDecoder().decode(value)).not.toContain(MARK);
  });

  test("visits to addresses without a link are nobody's own", async () => {
    const asked = readOrphans(world.ctx, own, OrphansQuerySchema.parse({}));
    await expect(asked).rejects.toMatchObject({ code: "auth.own_links_only", status: 403 });
  });
});
