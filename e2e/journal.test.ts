import { afterAll, describe, expect, test } from "bun:test";
import { readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { clickhouseUrl, until } from "../test/engines.ts";
import { mountNamedDisk } from "../test/tiny-disk.ts";
import { click, createClient, type Link, type Problem } from "./client.ts";
import { FLAWLESS, judge } from "./load.ts";
import { startProxy } from "./proxy.ts";
import { endAll, type Server, startServer } from "./server.ts";
import { type ClickHouse, freshClickHouse } from "./stores.ts";

const disk = mountNamedDisk(48 * 1024);
afterAll(async () => {
  await endAll();
  disk?.close();
});

const BOUND = 1_048_576;

type Readiness = { status: string; engines: { journal: string }; reasons?: string[] };

async function readiness({ url }: Server): Promise<Readiness & { httpStatus: number }> {
  const response = await fetch(`${url}/readyz`);
  return { ...((await response.json()) as Readiness), httpStatus: response.status };
}

async function metric({ url }: Server, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(new RegExp(`^visoli_journal_${name} (\\S+)$`, "m").exec(text)?.[1]);
}

/** Clicks one after the other, a few in flight, each under a name that tells its place; all of them must be answered. */
async function clickMany(link: Link, prefix: string, count: number): Promise<string[]> {
  const names = Array.from({ length: count }, (_, index) => `${prefix}-${String(index).padStart(5, "0")}`);
  for (let at = 0; at < count; at += 50) {
    const answers = names.slice(at, at + 50).map((name) => click(`${link.shortUrl}?utm_content=${name}`));
    for (const { status } of await Promise.all(answers)) expect(status).toBe(302);
  }
  return names;
}

async function namesIn(clickhouse: ClickHouse): Promise<string[]> {
  const rows = await clickhouse.rows<{ name: string }>(
    "select utm_content as name from clicks order by name",
  );
  return rows.map(({ name }) => name);
}

async function ledgerOf(clickhouse: ClickHouse, count: number): Promise<string[]> {
  const isWhole = async () => (await namesIn(clickhouse)).length >= count;
  await until(isWhole, { timeoutMs: 30_000, everyMs: 100 }).catch(() => {});
  return namesIn(clickhouse);
}

describe.skipIf(!clickhouseUrl)("ClickHouse is away for long", () => {
  test("redirects go on, the journal keeps to its bound, what is past it is counted, and the rest arrives", async () => {
    const clickhouse = await freshClickHouse(clickhouseUrl ?? "");
    const proxy = await startProxy(clickhouseUrl ?? "");
    const server = await startServer({
      env: { CLICKHOUSE_URL: proxy.through(clickhouse.url), JOURNAL_MAX_BYTES: `${BOUND}` },
    });
    const link = await createClient(server.url, server.apiKey).createLink({
      url: "https://example.com/away",
    });
    expect(await readiness(server)).toMatchObject({ httpStatus: 200, status: "ok" });
    await proxy.close();
    const names = await clickMany(link, "away", 12_000);
    await until(async () => (await metric(server, "bytes")) > 0.9 * BOUND);
    expect(await readiness(server)).toMatchObject({
      ...{ httpStatus: 200, status: "degraded", engines: { journal: "full" } },
      reasons: [expect.stringContaining("ClickHouse"), expect.stringContaining("journal")],
    });
    const folder = join(server.dataDir, "journal");
    const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
    const sizes = files.map(({ name }) => statSync(join(folder, name)).size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(BOUND);
    expect(await metric(server, "limit_bytes")).toBe(BOUND);
    expect(await metric(server, "held_bytes")).toBeLessThanOrEqual(BOUND);
    expect(await metric(server, "oldest_seconds")).toBeGreaterThan(0);
    const dropped = await metric(server, "dropped_clicks_total");
    expect(dropped).toBeGreaterThan(1_000);

    await proxy.open();
    const kept = await ledgerOf(clickhouse, names.length - dropped);
    expect([kept.length, new Set(kept).size]).toEqual([names.length - dropped, names.length - dropped]);
    // The oldest; some of those that came together with the first that was dropped may lack or be there.
    expect(kept.slice(0, -200)).toEqual(names.slice(0, kept.length - 200));
    await until(async () => (await readiness(server)).status === "ok");
    const later = await clickMany(link, "later", 100);
    expect(
      judge(await ledgerOf(clickhouse, kept.length + 100), new Set(later), new Set([...kept, ...later])),
    ).toEqual(FLAWLESS);
    expect(await metric(server, "dropped_clicks_total")).toBe(dropped);
    expect(server.stdout().match(/the journal has no room/g)?.length).toBeLessThan(4);
    expect(server.stdout()).toContain("the journal is written again");
    expect(await server.stop()).toBe(0);
    await proxy.close();
  });
});

describe.skipIf(!clickhouseUrl || !disk)("the disk is full (needs the right to mount)", () => {
  test("redirects go on, the API says 503, a restart works, and no click is lost once there is room", async () => {
    const folder = disk?.folder ?? "";
    const clickhouse = await freshClickHouse(clickhouseUrl ?? "");
    const proxy = await startProxy(clickhouseUrl ?? "");
    const env = { CLICKHOUSE_URL: proxy.through(clickhouse.url) };
    const first = await startServer({ dataDir: join(folder, "data"), env });
    const { apiKey } = first;
    const link = await createClient(first.url, apiKey).createLink({ url: "https://example.com/full" });
    await proxy.close();
    const names = await clickMany(link, "a", 100);
    const ballast = join(folder, "ballast");
    expect(() => writeFileSync(ballast, new Uint8Array(64 * BOUND))).toThrow("ENOSPC");
    // What is answered from here on may wait in memory, so this one is left out of the count.
    await until(async () => (await metric(first, "limit_bytes")) < (await metric(first, "bytes")));
    await expectFull(first, apiKey, link);
    await first.kill();

    const second = await first.restart();
    await expectFull(second, apiKey, link);
    const held = await clickMany(link, "b", 200);
    expect(await metric(second, "held_bytes")).toBeGreaterThan(200 * 200);
    rmSync(ballast);
    await until(async () => (await metric(second, "held_bytes")) === 0);
    const made = await createClient(second.url, apiKey).createLink({ url: "https://example.com/again" });
    expect((await click(made.shortUrl, {}, "HEAD")).status).toBe(302);
    // From the journal on it survives anything again.
    await second.kill();
    await proxy.open();
    const third = await second.restart();
    const counted = (await ledgerOf(clickhouse, 301)).filter((name) => name !== "");
    expect(counted).toEqual([...names, ...held]);
    expect(await third.stop()).toBe(0);
    await proxy.close();
  });

  async function expectFull(server: Server, apiKey: string, link: Link): Promise<void> {
    const client = createClient(server.url, apiKey);
    expect((await click(link.shortUrl)).status).toBe(302);
    const asked = [
      await client.post<Problem>("/api/v1/links", { url: "https://example.com/" }),
      await client.ask<Problem>("PATCH", `/api/v1/links/${link.id}`, { title: "full" }),
      await client.post<Problem>("/api/link/create", { url: "https://example.com/" }),
    ];
    for (const { status, body } of asked) expect([status, body.code]).toEqual([503, "service.unavailable"]);
    expect((await client.get("/api/v1/links")).status).toBe(200);
    expect(await readiness(server)).toMatchObject({ httpStatus: 200, engines: { journal: "full" } });
  }
});
