import { afterAll, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder, until } from "../test/engines.ts";
import { createClient } from "./client.ts";
import { endAll, runAdmin, startServer } from "./server.ts";

afterAll(endAll);

const statusOf = async (url: string) => (await fetch(url, { redirect: "manual" })).status;

test("what the command line blocks is blocked by the running service within seconds, and let go again", async () => {
  const server = await startServer();
  const link = await createClient(server.url, server.apiKey).createLink({ url: "https://example.com/" });
  expect(await statusOf(link.shortUrl)).toBe(302);
  // Switched off, the form's address is like any unknown slug.
  const textAt = async (path: string) => (await fetch(server.url + path)).text();
  expect([await statusOf(`${server.url}/shorten`), await textAt("/shorten")]).toEqual([
    404,
    await textAt("/unknown"),
  ]);
  const blocked = await runAdmin(server, {}, "links", "block", link.shortUrl, "--reason", "phishing");
  expect(blocked).toMatchObject({ exitCode: 0, stderr: "" });
  await until(async () => (await statusOf(link.shortUrl)) === 403, { timeoutMs: 10_000 });
  expect(await runAdmin(server, {}, "links", "unblock", link.shortUrl)).toMatchObject({ exitCode: 0 });
  await until(async () => (await statusOf(link.shortUrl)) === 302, { timeoutMs: 10_000 });

  const report = { link: link.shortUrl, reason: "malware", details: "one\n\u001b[2Jtwo" };
  const headers = { "Content-Type": "application/json" };
  const body = JSON.stringify(report);
  expect((await fetch(`${server.url}/api/v1/reports`, { method: "POST", headers, body })).status).toBe(201);
  const list = await runAdmin(server, {}, "reports", "list");
  expect(list.stdout).toContain(`malware   ${link.shortUrl}`);
  expect(list.stdout).toContain("    one\n    ?[2Jtwo\n");
  const id = list.stdout.split(" ", 1)[0] ?? "";
  expect(await runAdmin(server, {}, "reports", "close", id, "--state", "blocked")).toMatchObject({
    exitCode: 0,
  });
  await until(async () => (await statusOf(link.shortUrl)) === 403, { timeoutMs: 10_000 });
  expect(
    (await runAdmin(server, {}, "links", "block", "https://elsewhere.example/x", "--reason", "x")).exitCode,
  ).toBe(1);
  expect((await runAdmin(server, {}, "links", "block", link.shortUrl)).exitCode).toBe(1);
});

test("a list that changes blocks links that are there already", async () => {
  const file = join(temporaryFolder(), "harm.txt");
  writeFileSync(file, "bad.example\n");
  const server = await startServer({ env: { ABUSE_LISTS: file, PUBLIC_SHORTENING: "on" } });
  const client = createClient(server.url, server.apiKey);
  await expect(client.createLink({ url: "https://www.bad.example/" })).rejects.toThrow();
  const link = await client.createLink({ url: "https://later.example/" });
  expect(await statusOf(link.shortUrl)).toBe(302);
  writeFileSync(file, "bad.example\nlater.example\n");
  await until(async () => (await statusOf(link.shortUrl)) === 403, { timeoutMs: 20_000 });
  writeFileSync(file, "bad.example\n");
  await until(async () => (await statusOf(link.shortUrl)) === 302, { timeoutMs: 20_000 });

  const body = new URLSearchParams({ url: "https://example.com/" });
  const form = { method: "POST", body, headers: { Origin: server.url } };
  const statuses: number[] = [];
  for (let count = 0; count < 11; count++) statuses.push((await fetch(`${server.url}/shorten`, form)).status);
  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 201), 429]);
});

test("what Web Risk knows is blocked a moment after it was made", async () => {
  const keys: (string | null)[] = [];
  const google = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch(request) {
      keys.push(request.headers.get("x-goog-api-key"));
      const isRisky = new URL(request.url).searchParams.get("uri")?.includes("risky.example");
      const expireTime = new Date(Date.now() + 60_000).toISOString();
      return Response.json(isRisky ? { threat: { threatTypes: ["MALWARE"], expireTime } } : {});
    },
  });
  const env = { WEB_RISK_KEY: "the-key", WEB_RISK_URL: google.url.origin };
  const server = await startServer({ env });
  const client = createClient(server.url, server.apiKey);
  const [risky, clean] = [
    await client.createLink({ url: "https://risky.example/" }),
    await client.createLink({ url: "https://example.com/" }),
  ];
  await until(async () => (await statusOf(risky.shortUrl)) === 403, { timeoutMs: 20_000 });
  expect(await (await fetch(risky.shortUrl)).text()).toContain("software that does harm");
  expect(await statusOf(clean.shortUrl)).toBe(302);
  expect(new Set(keys)).toEqual(new Set(["the-key"]));
  expect(server.stdout()).not.toContain("the-key");
  google.stop(true);
});
