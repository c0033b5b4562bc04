import { afterAll, beforeAll, expect, test } from "bun:test";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Click, ClickExportQuerySchema, ClickSchema } from "@visoli/contract/click";
import { forEachAnalytics } from "../../../../test/analytics.ts";
import { click, fileOf, linesOf } from "../../../../test/clicks.ts";
import { temporaryFolder, until } from "../../../../test/engines.ts";
import { openStatsWorld, type StatsWorld } from "../../../../test/stats-world.ts";
import { DAY_MS, iso } from "../lib/time.ts";
import { createExports, type ExportClicks } from "./click-export.ts";
import { clickViews } from "./click-view.ts";

const NOW = Date.UTC(2027, 2, 15, 12);
const COUNT = 25_000;
const FORMULAS = ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1"];
const ODD = ['a,b "c"', '\n"clk_', 'x\r\n"clk_"', '{"id":"clk_', "'", "ü💩", " =1", ...FORMULAS];

/** A table by RFC 4180. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? "");
    if (end === "\r\n") rows.push([]);
  }
  return rows.filter((row) => row.length > 1);
}

forEachAnalytics("an export of clicks", (suite) => {
  let world: StatsWorld;
  let exportClicks: ExportClicks;
  beforeAll(async () => {
    world = await openStatsWorld(suite.analytics, NOW);
    exportClicks = createExports(world.ctx, clickViews(world.ctx));
    const { workspaceId: workspace } = world.actor;
    // A hundred in one second, then less and less, over months.
    await suite.analytics.command(
      `insert into ${suite.analytics.clicks} (workspace, link, slug, class, at, nonce, country, visitor)
       select '${workspace}', '${world.links.one}', 'one', if(number % 10 = 0, 'bot', 'human'),
         fromUnixTimestamp64Milli(toInt64(${NOW - 90 * DAY_MS} + 11 * number * sqrt(number)), 'UTC'), number,
         if(number % 2 = 0, 'DE', 'FR'), number from numbers(${COUNT})`,
    );
    const odd = ODD.map((utm_content, index) =>
      click({ workspace, link: world.links.two, at: NOW - 100 * DAY_MS + index, utm_content, asn: 7 }),
    );
    await suite.analytics.insertClicks(fileOf(linesOf(odd)), "odd");
  });
  afterAll(() => world?.close());

  const all = { start: iso(NOW - 95 * DAY_MS), end: iso(NOW) };
  const odd = { start: iso(NOW - 101 * DAY_MS), end: iso(NOW - 99 * DAY_MS) };
  const open = (query: Record<string, string>, signal = new AbortController().signal) =>
    exportClicks(world.actor, ClickExportQuerySchema.parse(query), signal);
  const read = async (query: Record<string, string>) => new Response((await open(query)).body).bytes();
  const text = async (query: Record<string, string>) => new TextDecoder().decode(await read(query));
  const lines = async (query: Record<string, string>) =>
    (await text({ ...query, format: "ndjson" }))
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Click);
  const parquet = async (query: Record<string, string>) => {
    const file = join(temporaryFolder(), "clicks.parquet");
    writeFileSync(file, await read({ ...query, format: "parquet" }));
    // Whatever reads it, it is not the engine's own table.
    const { createChdbConnection } = await import("chdb/connection");
    const { createClient } = await import("@clickhouse/client");
    const { embeddedPath } = await import("../../../../test/analytics.ts");
    const client = createClient({ connection: createChdbConnection({ path: embeddedPath() }) as never });
    const result = await client.query({
      query: `select * replace (toUnixTimestamp64Milli(at) as at) from file('${file}', Parquet)
        settings output_format_json_quote_64bit_integers = 0, max_threads = 1, input_format_parquet_preserve_order = 1`,
      format: "JSONEachRow",
    });
    const rows = await result.json<Record<string, unknown> & { id: string; at: number }>();
    await client.close();
    return rows;
  };
  const filesLeft = () => {
    const folder = join(world.ctx.config.dataDir, "tmp", "exports");
    return existsSync(folder) ? readdirSync(folder) : [];
  };

  test("goes by month, in it by link, and with a link by time", async () => {
    const { links, actor } = world;
    const row = (link: string, at: string, slug: string) =>
      click({ workspace: actor.workspaceId, link, slug, at: Date.parse(at) });
    const [first = "", second = ""] = [links.one, links.two].sort();
    const rows = [
      row(second, "2025-01-31T23:59:59.999Z", "4"),
      row(first, "2025-02-01T00:00:00Z", "5"),
      row(first, "2025-01-20T00:00:00Z", "2"),
      row(first, "2025-01-10T00:00:00Z", "1"),
      row(second, "2025-02-01T00:00:00Z", "6"),
      row(second, "2025-01-01T00:00:00Z", "3"),
    ];
    await suite.analytics.insertClicks(fileOf(linesOf(rows)), "months");
    const query = { start: "2024-12-01T00:00:00Z", end: "2025-03-01T00:00:00Z" };
    const expected = ["1", "2", "3", "4", "5", "6"];
    expect((await lines(query)).map(({ slug }) => slug)).toEqual(expected);
    expect((await parquet(query)).map((one) => one.slug)).toEqual(expected);
    expect(readCsv(await text(query)).map((one) => one[3])).toEqual(["slug", ...expected]);
  });

  test("has every click once, the same in each format", async () => {
    const query = { ...all, include: "bots" };
    const clicks = await lines(query);
    expect(clicks.length).toBe(COUNT);
    const ids = clicks.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort());
    expect(ClickSchema.strict().parse(clicks[7])).toEqual(clicks[7] as Click);
    const [header = [], ...rows] = readCsv(await text(query));
    expect(header.slice(0, 6)).toEqual(["id", "at", "link", "slug", "domain", "shortUrl"]);
    expect(rows.map((row) => row[0])).toEqual(ids);
    expect(rows[7]?.[1]).toBe(clicks[7]?.at as string);
    const table = await parquet(query);
    expect(table.map(({ id }) => id)).toEqual(ids);
    expect(table[7]?.at).toBe(Date.parse(clicks[7]?.at ?? ""));
    expect(Object.keys(table[7] ?? {})).toEqual(header);
    expect(filesLeft()).toEqual([]);
  });

  test("has the filters of statistics, and may be empty", async () => {
    expect((await lines({ ...all, country: "DE" })).length).toBe(COUNT / 2 - COUNT / 10);
    expect((await lines({ ...all, class: "bot" })).length).toBe(COUNT / 10);
    const none = { ...all, country: "AT" };
    expect(await lines(none)).toEqual([]);
    expect(readCsv(await text(none)).length).toBe(1);
    expect(await parquet(none)).toEqual([]);
  });

  test("keeps texts as they are, but for what a spreadsheet would run", async () => {
    expect((await lines(odd)).map(({ utm }) => utm.content)).toEqual(ODD);
    expect((await parquet(odd)).map((row) => row.utm_content)).toEqual(ODD);
    const [header = [], ...rows] = readCsv(await text(odd));
    const safe = ODD.map((one) => (FORMULAS.includes(one) ? `'${one}` : one));
    expect(rows.map((row) => row[header.indexOf("utm_content")])).toEqual(safe);
    expect(rows.map((row) => row[header.indexOf("asn")])).toEqual(ODD.map(() => "7"));
    expect(rows.map((row) => row[header.indexOf("country")])).toEqual(ODD.map(() => ""));
  });

  test("is named after its days", async () => {
    for (const format of ["csv", "ndjson", "parquet"]) {
      const { name, body } = await open({
        start: "2027-01-01T00:00:00Z",
        end: "2027-02-01T00:00:00Z",
        format,
      });
      await body.cancel();
      expect(name).toBe(`clicks-2027-01-01-to-2027-01-31.${format}`);
    }
  });

  test("reads no further than it is read, and frees its place where it is left", async () => {
    for (const format of ["csv", "parquet"]) {
      for (let turn = 0; turn < 6; turn++) {
        const { body } = await open({ ...all, format });
        const reader = body.getReader();
        await reader.read();
        await reader.cancel();
      }
      const gone = new AbortController();
      await open({ ...all, format }, gone.signal);
      gone.abort();
      await until(() => filesLeft().length === 0);
    }
    const waiting = await Promise.all(Array.from({ length: 4 }, () => open(all)));
    await expect(open(all)).rejects.toMatchObject({ code: "request.rate_limited" });
    for (const { body } of waiting) await body.cancel();
    expect((await lines(odd)).length).toBe(ODD.length);
  });

  test("breaks off, and does not end, where the click store does", async () => {
    let asked = 0;
    const analytics: typeof suite.analytics = {
      ...suite.analytics,
      queryBytes: (...question) =>
        ++asked < 3 ? suite.analytics.queryBytes(...question) : Promise.reject(new Error("gone")),
    };
    const ctx = { ...world.ctx, analytics };
    const broken = createExports(ctx, clickViews(ctx));
    const { signal } = new AbortController();
    const query = ClickExportQuerySchema.parse({ ...all, include: "bots" });
    for (let turn = 0; turn < 6; turn++) {
      asked = 0;
      const { body } = await broken(world.actor, query, signal);
      await expect(new Response(body).text()).rejects.toThrow();
    }
  });

  test("leaves nothing of an earlier process", () => {
    const folder = join(world.ctx.config.dataDir, "tmp", "exports");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "old.parquet"), "x");
    createExports(world.ctx, clickViews(world.ctx));
    expect(filesLeft()).toEqual([]);
  });
});
