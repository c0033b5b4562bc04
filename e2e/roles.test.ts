import { afterAll, describe, expect, test } from "bun:test";
import { createDatabase } from "../test/context.ts";
import { clickhouseUrl, postgresUrl, redisUrl, until } from "../test/engines.ts";
import { startReceiver } from "../test/webhooks.ts";
import { createClient } from "./client.ts";
import { endAll, launch, type Server, startServer } from "./server.ts";
import { freshClickHouse } from "./stores.ts";

const receiver = startReceiver();
afterAll(async () => {
  receiver.stop();
  await endAll();
});

describe.skipIf(!postgresUrl || !clickhouseUrl || !redisUrl)("a process for each role", () => {
  async function startAll() {
    const shared = {
      DATABASE_URL: await createDatabase(),
      CLICKHOUSE_URL: (await freshClickHouse(clickhouseUrl ?? "")).url,
      ...{ REDIS_URL: redisUrl ?? "", PRIVATE_WEBHOOKS: "on" },
    };
    const start = (ROLE: string) => startServer({ env: { ...shared, ROLE } });
    // The API last: the first key is its to print, whoever made the tables.
    const [redirect, worker] = [await start("redirect"), await start("worker")];
    return { redirect, worker, api: await start("api") };
  }
  const statusOf = async (server: Server, path: string) =>
    (await fetch(`${server.url}${path}`, { redirect: "manual" })).status;

  test("a link of the API redirects at once elsewhere, its click counts, and the worker tells webhooks of both", async () => {
    const { redirect, worker, api } = await startAll();
    expect([redirect.apiKey, worker.apiKey]).toEqual(["", ""]);
    const client = createClient(api.url, api.apiKey);
    const events = ["link.created", "link.clicked"];
    const webhook = await client.post("/api/v1/webhooks", { url: receiver.url, events });
    expect(webhook.status).toBe(201);

    const link = await client.createLink({ url: "https://example.com/goal" });
    const answer = await fetch(`${redirect.url}/${link.slug}`, {
      redirect: "manual",
      headers: { "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0" },
    });
    expect([answer.status, answer.headers.get("location")]).toEqual([302, "https://example.com/goal"]);
    await client.statsOf(1, { link: link.id });
    const told = () => receiver.received.map(({ event }) => event.type).sort();
    await until(async () => told().length >= 2, { timeoutMs: 20_000 });
    expect(told()).toEqual(["link.clicked", "link.created"]);

    await client.ask("DELETE", `/api/v1/links/${link.id}`);
    await until(async () => (await statusOf(redirect, `/${link.slug}`)) === 404, { timeoutMs: 10_000 });

    // Without a worker nobody is told; the next one does it.
    expect(await worker.stop()).toBe(0);
    receiver.reset();
    await client.createLink({ url: "https://example.com/later" });
    await Bun.sleep(3_000);
    expect(receiver.received).toEqual([]);
    const again = await worker.restart();
    await until(async () => receiver.received.length === 1, { timeoutMs: 20_000 });
    const { slug } = await client.createLink({ url: "https://example.com/3" });
    await answersItsOwnAlone({ redirect, api, worker: again }, slug);
  });

  async function answersItsOwnAlone({ redirect, api, worker }: Record<string, Server>, slug: string) {
    const statuses = async (server: Server | undefined) => {
      const paths = [
        `/${slug}`,
        "/api/v1/links",
        "/account/sign-in",
        "/report",
        "/healthz",
        "/readyz",
        "/metrics",
      ];
      return Promise.all(paths.map((path) => server && statusOf(server, path)));
    };
    expect(await statuses(redirect)).toEqual([302, 404, 404, 404, 200, 200, 200]);
    expect(await statuses(api)).toEqual([302, 401, 200, 200, 200, 200, 200]);
    expect(await statuses(worker)).toEqual([404, 404, 404, 404, 200, 200, 200]);
  }
});

test("a role by itself without the engines that all share does not start, and names them", async () => {
  const one = launch(["start"], { ROLE: "redirect", REDIS_URL: "redis://127.0.0.1:1" });
  expect(await one.ended).not.toBe(0);
  expect(one.stderr()).toContain("DATABASE_URL: must be set where ROLE is redirect");
  expect(one.stderr()).toContain("CLICKHOUSE_URL: must be set where ROLE is redirect");
  expect(one.stderr()).not.toContain("REDIS_URL");
});
