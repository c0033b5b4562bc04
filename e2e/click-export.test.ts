import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder, until } from "../test/engines.ts";
import { askChdb } from "./chdb.ts";
import { click, createClient, type Page } from "./client.ts";
import { endAll, type Server, startServer } from "./server.ts";

const COUNT = 300_000;
const DAY_MS = 86_400_000;
/** Mostly what the engine in our process keeps of what it read. The largest of the files has 200 MB. */
const MAX_GROWTH_BYTES = 300_000_000;

afterAll(endAll);

/** Keeps the id of each line that begins with one. */
function readLines() {
  const decoder = new TextDecoder();
  const ids: string[] = [];
  let rest = "";
  return {
    chunk(bytes: Uint8Array) {
      const lines = (rest + decoder.decode(bytes, { stream: true })).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        const id = /^(?:\{"id":)?"(clk_[0-9a-f]{24})"/.exec(line)?.[1];
        if (id) ids.push(id);
      }
    },
    ids: async () => (rest === "" ? ids : []),
  };
}

function readTable() {
  const file = join(temporaryFolder(), "clicks.parquet");
  const writer = Bun.file(file).writer();
  return {
    chunk: (bytes: Uint8Array) => void writer.write(bytes),
    async ids() {
      await writer.end();
      // By one thread, so that they come as they stand.
      const sql = `select id from file('${file}', Parquet) settings max_threads = 1, input_format_parquet_preserve_order = 1 format TSV`;
      const table = await askChdb(temporaryFolder(), sql);
      return table.trim().split("\n");
    },
  };
}

describe("an export", () => {
  let server: Server;
  let key: string;
  const now = Date.now();
  beforeAll(async () => {
    server = await startServer();
    key = server.apiKey;
    const client = createClient(server.url, key);
    const { body } = await client.get<{ id: string }>("/api/v1/workspace");
    const link = await client.createLink({ url: "https://example.com/" });
    expect(await server.stop()).toBe(0);
    await askChdb(
      join(server.dataDir, "clickhouse"),
      `insert into visoli.clicks (workspace, link, slug, class, at, nonce, visitor, country, city, browser, os, utm_content)
       select '${body.id}', '${link.id}', '${link.slug}', 'human',
         fromUnixTimestamp64Milli(toInt64(${now - 300 * DAY_MS}) + toInt64(number) * 85000, 'UTC'), number, number,
         'DE', concat('City ', toString(number % 1000)), 'Chrome', 'Windows', repeat(toString(number % 10), 100)
       from numbers(${COUNT})`,
    );
    server = await server.restart();
  });

  const ask = (query: string, init: RequestInit = {}) =>
    fetch(`${server.url}/api/v1/clicks/export?start=${new Date(now - 301 * DAY_MS).toISOString()}&${query}`, {
      headers: { Authorization: `Bearer ${key}` },
      ...init,
    });
  const memory = async () => {
    const text = await (await fetch(`${server.url}/metrics`)).text();
    return Number(/^visoli_memory_bytes (\S+)/m.exec(text)?.[1]);
  };
  const filesLeft = () => {
    const folder = join(server.dataDir, "tmp/exports");
    return existsSync(folder) ? readdirSync(folder) : [];
  };

  test("has every click once, in each format, in the same memory", async () => {
    await (await ask("format=csv&country=none")).text();
    await (await ask("format=parquet&country=none")).bytes();
    const before = await memory();
    let [peak, bytes] = [0, 0];
    const ids: Record<string, string[]> = {};
    for (const format of ["csv", "ndjson", "parquet"]) {
      const response = await ask(`format=${format}`);
      expect([response.status, response.headers.get("content-disposition")]).toEqual([
        200,
        expect.stringMatching(new RegExp(`^attachment; filename="clicks-[-\\d]+-to-[-\\d]+\\.${format}"$`)),
      ]);
      const take = format === "parquet" ? readTable() : readLines();
      let looked = 0;
      for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
        bytes += chunk.length;
        take.chunk(chunk);
        if (++looked % 50 === 0) peak = Math.max(peak, await memory());
      }
      peak = Math.max(peak, await memory());
      ids[format] = await take.ids();
    }
    const growth = Math.round((peak - before) / 1e6);
    console.log(`exports of ${Math.round(bytes / 1e6)} MB: ${growth} MB more memory at most`);
    expect(peak - before).toBeLessThan(MAX_GROWTH_BYTES);
    const { csv = [], ndjson, parquet } = ids;
    expect([csv.length, new Set(csv).size]).toEqual([COUNT, COUNT]);
    expect(csv).toEqual(csv.toSorted());
    expect(Bun.deepEquals(csv, ndjson)).toBe(true);
    expect(Bun.deepEquals(csv, parquet)).toBe(true);
    expect(filesLeft()).toEqual([]);
  });

  test("of which nobody waits for the end frees what it held, again and again", async () => {
    for (const format of [...Array<string>(6).fill("csv"), "parquet", "parquet"]) {
      const leave = new AbortController();
      const response = await ask(`format=${format}`, { signal: leave.signal });
      expect([format, response.status]).toEqual([format, 200]);
      await response.body?.getReader().read();
      leave.abort();
      await until(() => filesLeft().length === 0);
    }
    const impatient = new AbortController();
    const asked = ask("format=parquet", { signal: impatient.signal });
    await until(() => filesLeft().length > 0);
    impatient.abort();
    await expect(asked).rejects.toThrow();
    await until(() => filesLeft().length === 0);
    expect((await ask("format=parquet", { method: "HEAD" })).status).toBe(200);
    expect((await ask("format=parquet")).status).toBe(200);
  });

  test("does not hold up redirects", async () => {
    const client = createClient(server.url, key);
    const link = await client.createLink({ url: "https://example.com/" });
    const exporting = ask("format=ndjson").then((response) => response.arrayBuffer());
    let slowest = 0;
    for (let count = 0; count < 100; count++) {
      const begin = performance.now();
      expect((await click(link.shortUrl)).status).toBe(302);
      slowest = Math.max(slowest, performance.now() - begin);
    }
    await exporting;
    console.log(`beside an export a redirect took ${Math.round(slowest)} ms at the longest`);
  });

  test("and the list beside it: the newest of all these at once", async () => {
    const client = createClient(server.url, key);
    const begin = performance.now();
    const start = new Date(now - 301 * DAY_MS).toISOString();
    const { body } = await client.get<Page<{ at: string }>>(`/api/v1/clicks?start=${start}&limit=1000`);
    console.log(`the newest 1,000 of ${COUNT} took ${Math.round(performance.now() - begin)} ms`);
    expect(body.data.length).toBe(1_000);
    expect(body.data.map(({ at }) => at)).toEqual(
      body.data
        .map(({ at }) => at)
        .sort()
        .reverse(),
    );
  });
});
