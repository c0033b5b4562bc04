import { afterAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { clickhouseUrl, freePort, postgresUrl, temporaryFolder, until } from "../test/engines.ts";
import { type Client, click, createClient, type Link, type Problem } from "./client.ts";
import { FLAWLESS, judge } from "./load.ts";
import { startProxy, type TcpProxy } from "./proxy.ts";
import { endAll, launch, runAdmin, type Server, startServer } from "./server.ts";
import { type ClickHouse, freshClickHouse, freshPostgres } from "./stores.ts";

afterAll(endAll);

type Readiness = { status: string; engines: Record<string, string> };

async function readiness(server: Server): Promise<[number, Readiness]> {
  const response = await fetch(`${server.url}/readyz`);
  return [response.status, (await response.json()) as Readiness];
}

/** Clicks `count` times, each under a name of its own, and gives the names: all of them were answered. */
async function clickMany(link: Link, prefix: string, count: number): Promise<Set<string>> {
  const names = Array.from({ length: count }, (_, index) => `${prefix}-${index}`);
  for (const name of names) {
    const response = await click(`${link.shortUrl}?utm_content=${name}`);
    expect([response.status, response.headers.get("location")]).toEqual([302, link.url]);
  }
  return new Set(names);
}

function expectUnavailable(answer: { status: number; headers: Headers; body: Problem }): void {
  expect([answer.status, answer.body.code]).toEqual([503, "service.unavailable"]);
  expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(answer.headers.get("content-type")).toContain("application/problem+json");
  expect(answer.body.requestId).toStartWith("req_");
}

describe.skipIf(!clickhouseUrl)("ClickHouse by URL", () => {
  const serverUrl = clickhouseUrl ?? "";

  async function namesIn(clickhouse: ClickHouse): Promise<string[]> {
    const rows = await clickhouse.rows<{ name: string }>("select utm_content as name from clicks");
    return rows.map(({ name }) => name);
  }

  async function expectLedger(clickhouse: ClickHouse, names: Set<string>): Promise<void> {
    const isWhole = async () => (await namesIn(clickhouse)).length >= names.size;
    await until(isWhole, { timeoutMs: 30_000, everyMs: 100 }).catch(() => {});
    expect(judge(await namesIn(clickhouse), names, names)).toEqual(FLAWLESS);
  }

  async function start(proxy: TcpProxy, clickhouse: ClickHouse): Promise<[Server, Client]> {
    const server = await startServer({ env: { CLICKHOUSE_URL: proxy.through(clickhouse.url) } });
    return [server, createClient(server.url, server.apiKey)];
  }

  test("away at the start, and again later: redirects go on, each click arrives once when it is back", async () => {
    const clickhouse = await freshClickHouse(serverUrl);
    const proxy = await startProxy(serverUrl);
    await proxy.close();
    const [server, client] = await start(proxy, clickhouse);
    const link = await client.createLink({ url: "https://example.com/away" });
    const names = await clickMany(link, "start", 100);
    await expectAway(server, client, link);
    await proxy.open();
    await expectLedger(clickhouse, names);
    expect((await client.stats({ link: link.id })).totals.clicks).toBe(100);
    expect(await readiness(server)).toMatchObject([200, { status: "ok", engines: { clickhouse: "ok" } }]);

    await proxy.close();
    for (const name of await clickMany(link, "later", 100)) names.add(name);
    await expectAway(server, client, link);
    // Not even an orderly stop loses what waits, and the next start hands it on.
    expect(await server.stop()).toBe(0);
    await proxy.open();
    const again = await server.restart();
    await expectLedger(clickhouse, names);
    expect(
      (await createClient(again.url, server.apiKey).get<Link>(`/api/v1/links/${link.id}`)).body.clicks,
    ).toBe(200);
    await again.stop();
    await proxy.close();
  });

  async function expectAway(server: Server, client: Client, link: Link): Promise<void> {
    expect(await readiness(server)).toMatchObject([
      200,
      { status: "degraded", engines: { clickhouse: "unavailable", database: "ok" } },
    ]);
    expectUnavailable(await client.get<Problem>("/api/v1/stats"));
    expectUnavailable(await client.get<Problem>(`/api/link/${link.slug}/stats`));
    expect((await client.get<Link>(`/api/v1/links/${link.id}`)).body).toEqual({
      ...link,
      clicks: null,
      scans: null,
    });
    expect((await client.all<Link>("/api/v1/links", 50)).map((one) => one.clicks)).toEqual([null]);
    const made = await client.createLink({ url: "https://example.com/made-meanwhile" });
    expect((await click(made.shortUrl, {}, "HEAD")).status).toBe(302);
    expect((await client.ask("DELETE", `/api/v1/links/${made.id}`)).status).toBe(204);
  }

  test("its answer to an insert is lost on the way: the clicks count once", async () => {
    const clickhouse = await freshClickHouse(serverUrl);
    const proxy = await startProxy(serverUrl);
    const [server, client] = await start(proxy, clickhouse);
    const link = await client.createLink({ url: "https://example.com/swallowed" });
    const names = new Set<string>();
    for (let round = 1; round <= 3; round++) {
      proxy.swallowAnswerTo("insert into clicks");
      for (const name of await clickMany(link, `lost${round}`, 50)) names.add(name);
      await until(() => proxy.swallowed() === round);
      await expectLedger(clickhouse, names);
    }
    // Nothing is left to be sent again.
    await until(
      async () => /^visoli_journal_segments 0$/m.test(await (await fetch(`${server.url}/metrics`)).text()),
      {
        timeoutMs: 20_000,
      },
    );
    await expectLedger(clickhouse, names);
    expect(await server.stop()).toBe(0);
    await proxy.close();
  });

  test("takes connections and says nothing: redirects go on, and readiness is told in time", async () => {
    const clickhouse = await freshClickHouse(serverUrl);
    const proxy = await startProxy(serverUrl);
    const [server, client] = await start(proxy, clickhouse);
    const link = await client.createLink({ url: "https://example.com/silent" });
    proxy.silence();
    const names = await clickMany(link, "silent", 100);
    expect(await readiness(server)).toMatchObject([200, { status: "degraded" }]);
    await proxy.close();
    await proxy.open();
    await expectLedger(clickhouse, names);
    await server.stop();
    await proxy.close();
  });
});

describe.skipIf(!postgresUrl)("PostgreSQL by URL", () => {
  test("create, redirect, statistics, keys; cut off: known links redirect, the API says 503; back: all goes on", async () => {
    const proxy = await startProxy(postgresUrl ?? "");
    const env = { DATABASE_URL: proxy.through(await freshPostgres(postgresUrl ?? "")) };
    const server = await startServer({ env });
    const client = createClient(server.url, server.apiKey);
    const link = await client.createLink({
      url: "https://example.com/postgres",
      // A chosen slug is announced to all nodes; the one that made it must not forget it again.
      slug: "postgres",
      tags: ["b", "a"],
    });
    const never = await client.createLink({ url: "https://example.com/never", externalId: "never followed" });
    await clickMany(link, "first", 10);
    await client.statsOf(10, { link: link.id });
    expect((await client.get<Link>("/api/v1/links/ext_never%20followed")).body).toEqual(never);

    await proxy.close();
    await clickMany(link, "cut", 20);
    expectUnavailable(await client.get<Problem>("/api/v1/links"));
    expectUnavailable(await client.post<Problem>("/api/v1/links", { url: "https://example.com/" }));
    expectUnavailable(await client.get<Problem>("/api/v1/stats"));
    expect((await click(never.shortUrl, { Accept: "application/json" })).status).toBe(503);
    expect(await readiness(server)).toMatchObject([
      503,
      { status: "unavailable", engines: { database: "unavailable" } },
    ]);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);

    await proxy.open();
    await until(async () => (await client.get("/api/v1/links")).status === 200);
    expect((await click(never.shortUrl)).headers.get("location")).toBe(never.url);
    expect((await client.statsOf(31)).totals.clicks).toBe(31);
    expect(await server.stop()).toBe(0);
    const again = await server.restart();
    expect(again.apiKey).toBe("");
    expect((await createClient(again.url, server.apiKey).stats()).totals.clicks).toBe(31);
    await again.stop();
    await proxy.close();
  });

  test("takes connections and says nothing: known links redirect, the rest is told so, and nobody waits for ever", async () => {
    const proxy = await startProxy(postgresUrl ?? "");
    const env = { DATABASE_URL: proxy.through(await freshPostgres(postgresUrl ?? "")) };
    const server = await startServer({ env });
    const client = createClient(server.url, server.apiKey);
    const known = await client.createLink({ url: "https://example.com/known" });
    const unknown = await client.createLink({ url: "https://example.com/unknown" });
    await clickMany(known, "before", 1);

    proxy.silence();
    await clickMany(known, "silent", 5);
    const [list, visit] = await Promise.all([
      client.get<Problem>("/api/v1/links"),
      click(unknown.shortUrl, { Accept: "application/json" }),
    ]);
    expectUnavailable(list);
    expect(visit.status).toBe(503);
    expect(await server.stop()).toBe(0);

    await proxy.open();
    const again = await server.restart();
    await createClient(again.url, server.apiKey).statsOf(6);
    await again.stop();
    await proxy.close();
  });

  test("away at the start: says so and ends", async () => {
    const env = {
      HOST: "127.0.0.1",
      PORT: `${await freePort()}`,
      DATA_DIR: join(temporaryFolder(), "data"),
      DATABASE_URL: `postgres://visoli:hidden@127.0.0.1:${await freePort()}/visoli`,
    };
    const server = launch(["start"], env);
    expect(await server.ended).not.toBe(0);
    expect(server.stdout() + server.stderr()).toMatch(/ECONNREFUSED|cannot start/);
    expect(server.stdout() + server.stderr()).not.toContain("hidden");
  });

  test("the operator's command line makes keys there too", async () => {
    const env = { DATABASE_URL: await freshPostgres(postgresUrl ?? "") };
    const server = await startServer({ env });
    const { stdout, exitCode } = await runAdmin(server, env, "keys", "create", "--name", "postgres");
    expect(exitCode).toBe(0);
    expect((await createClient(server.url, stdout.trim()).get("/api/v1/links")).status).toBe(200);
    await server.stop();
  });
});
