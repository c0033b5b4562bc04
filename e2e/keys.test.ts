import { afterAll, beforeAll, expect, test } from "bun:test";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { until } from "../test/engines.ts";
import { startReceiver } from "../test/webhooks.ts";
import { type Client, click, createClient, type Page } from "./client.ts";
import { endAll, type Server, startServer } from "./server.ts";

type Key = { id: string; key: string; hint: string; state: string; lastUsedFrom: string | null };
type Logged = { method: string; route: string; status: number; actor: string; requestId: string };

const receiver = startReceiver();
const OFFICE = "203.0.113.7";
let server: Server;
let owner: Client;
/** Every key that was made: none of them may be found anywhere. */
const texts: string[] = [];

beforeAll(async () => {
  server = await startServer({ env: { TRUST_PROXY: "1", PRIVATE_WEBHOOKS: "on" } });
  owner = createClient(server.url, server.apiKey);
  texts.push(server.apiKey);
}, 60_000);
afterAll(async () => {
  receiver.stop();
  await endAll();
});

async function make(path: string, body: object): Promise<Key> {
  const answer = await owner.post<Key>(`/api/v1/keys${path}`, body);
  if (answer.status !== 201) throw new Error(`answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  texts.push(answer.body.key);
  return answer.body;
}

/** As curl would ask, from that address behind the proxy. */
async function statusOf(key: string, from = OFFICE): Promise<number> {
  const headers = { Authorization: `Bearer ${key}`, "X-Forwarded-For": from };
  return (await fetch(`${server.url}/api/v1/links`, { headers })).status;
}

test("a key works as soon as it is made, and not a request longer than until it is revoked", async () => {
  const { id, key } = await make("", { name: "short", scopes: ["links:read"] });
  expect(await statusOf(key)).toBe(200);
  expect((await owner.ask("DELETE", `/api/v1/keys/${id}`)).status).toBe(200);
  expect(await statusOf(key)).toBe(401);
});

test("rotated with an overlap the old one goes on, without one it stops", async () => {
  const first = await make("", { name: "ci" });
  const second = await make(`/${first.id}/rotate`, { overlapSeconds: 3 });
  expect([await statusOf(first.key), await statusOf(second.key)]).toEqual([200, 200]);
  await until(async () => (await statusOf(first.key)) === 401, { timeoutMs: 15_000 });
  const third = await make(`/${second.id}/rotate`, {});
  expect([await statusOf(second.key), await statusOf(third.key)]).toEqual([401, 200]);
  expect((await owner.post(`/api/v1/keys/${first.id}/rotate`, {})).status).toBe(409);
});

test("a key of a network works from there alone, and says no more elsewhere than a wrong one", async () => {
  const { id, key } = await make("", {
    name: "office",
    allowedAddresses: ["203.0.113.0/24", "2001:db8::/32"],
  });
  for (const address of [OFFICE, "2001:db8:1::5", `198.51.100.1, ${OFFICE}`])
    expect([address, await statusOf(key, address)]).toEqual([address, 200]);
  for (const address of ["203.0.114.1", "127.0.0.1", "2001:db9::1", `${OFFICE}, 198.51.100.1`])
    expect([address, await statusOf(key, address)]).toEqual([address, 401]);
  const { body } = await owner.get<Key>(`/api/v1/keys/${id}`);
  expect([typeof body.lastUsedFrom, body.lastUsedFrom?.includes("203.0.113")]).toEqual(["string", false]);
});

test("a test key's links are real ones, of a workspace beside", async () => {
  const { key } = await make("", { name: "trial", mode: "test" });
  expect(key).toStartWith("sk_test_");
  const trial = createClient(server.url, key);
  const link = await trial.createLink({ url: "https://example.com/trial" });
  expect((await click(link.shortUrl)).headers.get("location")).toBe("https://example.com/trial");
  expect((await owner.get(`/api/v1/links/${link.id}`)).status).toBe(404);
  expect((await trial.post("/api/v1/keys", { name: "more" })).status).toBe(403);
  const { body } = await owner.get<Page<Key>>("/api/v1/keys?mode=test");
  expect(body.data).toHaveLength(1);
});

test("a leaked key is ended by anybody; its owner is told; reports have a limit", async () => {
  const hook = { url: receiver.url, events: ["key.leaked"] };
  expect((await owner.post("/api/v1/webhooks", hook)).status).toBe(201);
  const { id, key } = await make("", { name: "leaked" });
  const report = (text: string, from: string) =>
    fetch(`${server.url}/api/v1/keys/leaked`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Forwarded-For": from },
      body: JSON.stringify({ key: text }),
    });
  const real = await report(key, "198.51.100.5");
  const wrong = await report(key.replace(/.$/, "!"), "198.51.100.5");
  expect([real.status, await real.json()]).toEqual([wrong.status, await wrong.json()]);
  expect([real.status, await statusOf(key)]).toEqual([202, 401]);
  await until(async () => receiver.received.length > 0, { timeoutMs: 15_000 });
  expect(receiver.received[0]?.event).toMatchObject({ type: "key.leaked", data: { key: { id } } });
  const statuses = await Promise.all(
    Array.from({ length: 40 }, async () => (await report("x", "198.51.100.6")).status),
  );
  expect([statuses.filter((each) => each === 202).length, new Set(statuses)]).toEqual([
    30,
    new Set([202, 429]),
  ]);
}, 30_000);

test("the API log shows what was asked, and lasts", async () => {
  const { id, key } = await make("", { name: "logged" });
  await statusOf(key);
  await fetch(`${server.url}/api/v1/links/none?token=hidden`, {
    headers: { Authorization: `Bearer ${key}` },
  });
  const read = async () => (await owner.get<Page<Logged>>(`/api/v1/api-log?key=${id}`)).body.data;
  await until(async () => (await read()).length === 2, { timeoutMs: 15_000 });
  expect(await read()).toMatchObject([
    { method: "GET", route: "/api/v1/links/{id}", status: 404, actor: id },
    { method: "GET", route: "/api/v1/links", status: 200, actor: id },
  ]);
  await statusOf(key);
  // What has not been handed on yet is, before the process ends.
  expect(await server.stop()).toBe(0);
  const before = server.stdout() + server.stderr();
  server = await server.restart();
  owner = createClient(server.url, server.apiKey || (texts[0] ?? ""));
  expect(await read()).toHaveLength(3);
  // The first start shows its key, and no line of the log does.
  const log = before.split("\n").filter((line) => line.startsWith("{"));
  expect(log.length).toBeGreaterThan(0);
  const written = log.join("\n") + server.stdout() + server.stderr();
  for (const text of texts) expect(written).not.toContain(text);
  expect(written).not.toContain(OFFICE);
}, 60_000);

test("no key is in any file of the service, nor an address that used one", () => {
  const files = readdirSync(server.dataDir, { recursive: true, encoding: "utf8" })
    .map((name) => join(server.dataDir, name))
    .filter((path) => statSync(path).isFile() && !path.includes("/geo/"));
  expect(files.length).toBeGreaterThan(3);
  expect(texts.length).toBeGreaterThan(7);
  for (const file of files) {
    const bytes = readFileSync(file);
    expect([file, texts.some((text) => bytes.includes(text)), bytes.includes(OFFICE)]).toEqual([
      file,
      false,
      false,
    ]);
  }
});
