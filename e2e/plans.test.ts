import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createDatabase } from "../test/context.ts";
import { postgresUrl, redisUrl, temporaryFolder, until } from "../test/engines.ts";
import { type Client, click, createClient, type Problem } from "./client.ts";
import { endAll, runAdmin, type Server, startServer } from "./server.ts";

const URL_THERE = "https://example.com/there";

afterAll(endAll);

describe("a workspace gets a plan from the operator", () => {
  let server: Server;
  let client: Client;
  let workspaceId: string;
  beforeAll(async () => {
    const file = join(temporaryFolder(), "plans.json");
    writeFileSync(file, JSON.stringify({ pro: { linksPerMonth: 4 } }));
    server = await startServer({ env: { PLANS_FILE: file } });
    client = createClient(server.url, server.apiKey);
  });
  const admin = async (...words: string[]) => {
    const { exitCode, stdout, stderr } = await runAdmin(server, {}, "workspaces", ...words);
    return { exitCode, stderr, words: stdout.trim().split(/\s+/) };
  };
  const limitOf = async () => {
    const { headers } = await client.get("/api/v1/tags");
    return headers.get("x-ratelimit-limit");
  };

  test("by default there is no limit, and each answer says what was counted", async () => {
    const { words } = await admin("list");
    expect(words[1]).toBe("unlimited");
    workspaceId = words[0] ?? "";
    const { headers } = await client.get("/api/v1/tags");
    expect(headers.get("ratelimit-policy")).toBe('"default";q=1000000000;w=60');
    expect(headers.get("ratelimit")).toMatch(/^"default";r=999999999;t=([1-9]|[1-5]\d|60)$/);
  });

  test("Pro: 120 requests a minute, so many links a month, and statistics as far as they go", async () => {
    expect(await admin("set-plan", workspaceId, "pro")).toMatchObject({ exitCode: 0, words: ["pro"] });
    await until(async () => (await limitOf()) === "120");
    const link = await client.createLink({ url: URL_THERE });
    for (let count = 0; count < 3; count++) await client.createLink({ url: URL_THERE });
    const refused = await client.post<Problem & { resetsAt: string }>("/api/v1/links", { url: URL_THERE });
    expect([refused.status, refused.body]).toMatchObject([
      402,
      { code: "plan.quota_exceeded", plan: "pro", limit: 4, used: 4, upgradeTo: "enterprise" },
    ]);
    expect(Date.parse(refused.body.resetsAt)).toBeGreaterThan(Date.now());
    expect((await fetch(refused.body.type)).status).toBe(200);
    expect((await client.get<Problem>("/api/v1/clicks")).body.code).toBe("plan.feature_required");
    expect((await client.get("/api/v1/stats?groupBy=city")).status).toBe(200);
    expect((await client.get("/api/v1/usage")).body).toMatchObject({
      plan: "pro",
      links: { limit: 4, used: 4, left: 0 },
    });
    // Who follows a link hears nothing of it.
    expect((await click(link.shortUrl)).status).toBe(302);
    expect((await client.statsOf(1, { link: link.id })).totals.clicks).toBe(1);
  });

  test("more than 120 in a minute: 429, and when to come back; redirects go on", async () => {
    const answers = await Promise.all(Array.from({ length: 130 }, () => client.get("/api/v1/tags")));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(10);
    for (const { headers } of refused) {
      expect(Number(headers.get("retry-after"))).toBeWithin(1, 61);
      expect(headers.get("x-ratelimit-remaining")).toBe("0");
      expect(headers.get("x-ratelimit-reset")).toBe(headers.get("retry-after"));
    }
  });

  test("Free has no API; what it gets back is as before", async () => {
    await admin("set-plan", workspaceId, "free");
    const codeOf = async () => (await client.get<Problem>("/api/v1/tags")).body.code;
    await admin("set-plan", workspaceId, "enterprise");
    await until(async () => (await limitOf()) === "1200");
    await admin("set-plan", workspaceId, "free");
    await until(async () => ["plan.feature_required", "request.rate_limited"].includes(await codeOf()));
    await admin("set-plan", workspaceId, "default");
    await until(async () => (await client.get("/api/v1/tags")).status === 200);
    expect((await client.createLink({ url: URL_THERE })).url).toBe(URL_THERE);
  });

  test("what the command does not understand changes nothing", async () => {
    const noPlan = await admin("set-plan", workspaceId, "gold");
    expect([noPlan.exitCode, noPlan.stderr.split("\n")[0]]).toEqual([
      1,
      "workspaces set-plan needs one of the plans free, pro, enterprise, unlimited, default",
    ]);
    const nobody = await admin("set-plan", "ws_nobody", "pro");
    expect([nobody.exitCode, nobody.stderr.split("\n")[0]]).toEqual([1, "There is no workspace ws_nobody"]);
  });
});

test("without Redis, though it is set, the service starts, counts by itself, and says so", async () => {
  const server = await startServer({ env: { REDIS_URL: "redis://127.0.0.1:1", API_RATE_LIMIT: "50" } });
  const client = createClient(server.url, server.apiKey);
  expect((await client.get("/api/v1/tags")).headers.get("x-ratelimit-remaining")).toBe("49");
  expect((await client.get("/api/v1/tags")).headers.get("x-ratelimit-remaining")).toBe("48");
  const ready = await client.get<{ status: string; engines: { redis: string } }>("/readyz");
  expect([ready.status, ready.body.status, ready.body.engines.redis]).toEqual([
    200,
    "degraded",
    "unavailable",
  ]);
  expect(await server.stop()).toBe(0);
});

describe.skipIf(!postgresUrl || !redisUrl)("two services on one PostgreSQL and one Redis", () => {
  test("share what a key may ask, and what a workspace may make", async () => {
    const env = { DATABASE_URL: await createDatabase(), REDIS_URL: redisUrl ?? "", API_RATE_LIMIT: "60" };
    const one = await startServer({ env });
    const other = await startServer({ env });
    const clients = [one, other].map(({ url }) => createClient(url, one.apiKey));
    const ready = async ({ url }: Server) => (await (await fetch(`${url}/readyz`)).json()) as object;
    for (const server of [one, other])
      await until(async () => JSON.stringify(await ready(server)).includes('"redis":"ok"'));
    const answers = await Promise.all(
      Array.from({ length: 80 }, (_, index) => clients[index % 2]?.get("/api/v1/tags")),
    );
    expect(answers.filter((answer) => answer?.status === 200)).toHaveLength(60);
    const left = answers.map((answer) => Number(answer?.headers.get("x-ratelimit-remaining")));
    expect(left.sort((a, b) => b - a).slice(0, 60)).toEqual(
      Array.from({ length: 60 }, (_, place) => 59 - place),
    );
  });
});
