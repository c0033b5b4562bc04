import { afterAll, describe, expect, test } from "bun:test";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { freePort, temporaryFolder } from "../test/engines.ts";
import { click, createClient, type Link, type Page } from "./client.ts";
import { FLAWLESS, judge, startLoad } from "./load.ts";
import { endAll, launch, runAdmin, startServer } from "./server.ts";

afterAll(endAll);

const KEY_LINE = /^sk_api_[0-9A-Za-z]{38}\n$/;

/** The command that the first start prints: from `curl` to the first line that does not end in a backslash. */
function printedCommand(output: string): string {
  return /^ *curl (?:.*\\\n)*.*$/m.exec(output)?.[0].trim() ?? "";
}

describe("the first start", () => {
  test("prints a key once, with a command that works as it stands, and a set-up link", async () => {
    // With nothing but the port, so that what is printed is what most people see.
    const port = await freePort();
    const dataDir = join(temporaryFolder(), "data");
    const env = { PUBLIC_URL: "" };
    const first = await startServer({ port, dataDir, env });
    expect(first.stdout().match(new RegExp(first.apiKey, "g"))).toHaveLength(2);
    expect(first.stdout()).toContain(`http://localhost:${port}`);

    const command = printedCommand(first.stdout());
    expect(command).toContain(first.apiKey);
    const run = Bun.spawnSync(["sh", "-c", command]);
    const link = JSON.parse(run.stdout.toString()) as Link;
    expect(link).toMatchObject({
      url: "https://example.com",
      shortUrl: `http://localhost:${port}/${link.slug}`,
    });
    const redirect = await click(`${first.url}/${link.slug}`);
    expect([redirect.status, redirect.headers.get("location")]).toEqual([302, "https://example.com/"]);

    expect(first.setupUrl).toStartWith(`http://localhost:${port}/setup/`);
    const setup = await fetch(first.setupUrl.replace("localhost", "127.0.0.1"), {
      headers: { Accept: "text/html" },
    });
    expect([setup.status, setup.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
    expect(await setup.text()).toStartWith("<!doctype html>");
    expect((await fetch(`${first.url}/setup/somethingElse`)).status).toBe(404);

    expect(await first.stop()).toBe(0);
    const second = await first.restart();
    expect(second.stdout()).not.toContain("sk_api_");
    expect(second.stdout()).not.toContain("/setup/");
    const client = createClient(second.url, first.apiKey);
    expect((await client.get<Link>(`/api/v1/links/${link.id}`)).body.slug).toBe(link.slug);
    expect(await second.stop()).toBe(0);
  });
});

describe("the operator's command line", () => {
  test("prints a new key, alone, while the service runs and while it does not, and the key works at once", async () => {
    const server = await startServer();
    const running = await runAdmin(server, {}, "keys", "create", "--name", "while it runs");
    expect(running).toEqual({ exitCode: 0, stdout: expect.stringMatching(KEY_LINE), stderr: "" });
    const client = createClient(server.url, running.stdout.trim());
    expect((await client.get("/api/v1/links")).status).toBe(200);
    await server.stop();

    const stopped = await runAdmin(server, {}, "keys", "create", "--name", "while it does not");
    expect(stopped).toEqual({ exitCode: 0, stdout: expect.stringMatching(KEY_LINE), stderr: "" });
    const again = await server.restart();
    expect((await createClient(again.url, stopped.stdout.trim()).get("/api/v1/links")).status).toBe(200);
    await again.stop();
  });

  test("lists keys without showing them and revokes one at once", async () => {
    const server = await startServer();
    const { stdout } = await runAdmin(server, {}, "keys", "create", "--name", "to be revoked");
    const key = stdout.trim();
    const client = createClient(server.url, key);
    expect((await client.get("/api/v1/keys")).status).toBe(200);

    const list = await runAdmin(server, {}, "keys", "list");
    const line = list.stdout.split("\n").find((one) => one.includes("to be revoked")) ?? "";
    expect(line).toMatch(new RegExp(`^key_\\w+ +active +\\.\\.\\.${key.slice(-4)} `));
    expect(list.stdout).not.toContain("sk_api_");
    expect(list.stdout.trim().split("\n")).toHaveLength(2);

    const id = line.split(" ")[0] ?? "";
    expect(await runAdmin(server, {}, "keys", "revoke", id)).toMatchObject({
      exitCode: 0,
      stdout: `${id}\n`,
    });
    expect((await client.get("/api/v1/keys")).status).toBe(401);
    const after = await runAdmin(server, {}, "keys", "list");
    expect(after.stdout).toMatch(new RegExp(`^${id} +revoked`, "m"));
    await server.stop();
  });

  test("says what it did not understand, with a non-zero exit and nothing on stdout", async () => {
    const place = { port: await freePort(), dataDir: join(temporaryFolder(), "data") };
    const wrong: [RegExp, ...string[]][] = [
      [/Say what to do/],
      [/no command "keys destroy"/, "keys", "destroy"],
      [/--name/, "keys", "create"],
      [/--name/, "keys", "create", "--name", "x".repeat(101)],
      [/--scopes/, "keys", "create", "--name", "a", "--scopes", "everything"],
      [/--expires/, "keys", "create", "--name", "a", "--expires", "tomorrow"],
      [/--colour/, "keys", "create", "--name", "a", "--colour", "red"],
      [/no API key|There is no key key_0/, "keys", "revoke", "key_0"],
      [/needs the id/, "keys", "revoke"],
    ];
    for (const [message, ...words] of wrong) {
      const { exitCode, stdout, stderr } = await runAdmin(place, {}, ...words);
      expect([words, exitCode, stdout]).toEqual([words, 1, ""]);
      expect(stderr).toMatch(message);
    }
  });
});

describe("SIGTERM", () => {
  test("under load: every answer is a whole one, the exit code is 0, every answered click is in the ledger", async () => {
    const server = await startServer();
    const client = createClient(server.url, server.apiKey);
    const url = "https://example.com/drain";
    const link = await client.createLink({ url });
    for (let i = 0; i < 30; i++) await client.createLink({ url: `${url}/${i}/${"long/".repeat(200)}` });
    const load = startLoad(link.shortUrl, url, "drain");
    const reading = startReading(server.url, server.apiKey);
    await Bun.sleep(700);
    expect(await server.stop()).toBe(0);
    await Promise.all([load.stop(), reading.stop()]);
    expect(load.wrong).toEqual([]);
    expect(reading.torn).toEqual([]);
    expect(reading.whole).toBeGreaterThan(0);
    expect(load.answered.size).toBeGreaterThan(100);

    const again = await server.restart();
    const ledger = await createClient(again.url, server.apiKey).namesOf(link.slug);
    expect(judge(ledger, load.answered, load.sent)).toEqual(FLAWLESS);
    await again.stop();
  });
});

test("SIGTERM while visitors hold connections: an idle one, a used one, and one with half a request", async () => {
  const server = await startServer();
  const begun = ["", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET /half HTTP/1.1\r\nHost:"];
  const sockets = begun.map((text) => {
    const socket = connect(server.port, "127.0.0.1", () => socket.write(text));
    return socket.on("error", () => {});
  });
  await Bun.sleep(300);
  const begin = performance.now();
  expect(await server.stop()).toBe(0);
  console.log(`it ended ${Math.round(performance.now() - begin)} ms after SIGTERM`);
  for (const socket of sockets) socket.destroy();
});

/** Reads a long list again and again until nobody answers; an answer that begins must be whole. */
function startReading(url: string, apiKey: string) {
  const result = { whole: 0, torn: [] as string[], stop: async () => {} };
  let stopped = false;
  async function work(): Promise<void> {
    while (!stopped) {
      const headers = { Authorization: `Bearer ${apiKey}` };
      const response = await fetch(`${url}/api/v1/links?limit=30`, { headers }).catch(() => null);
      if (!response) return;
      const text = await response.text().catch((error: unknown) => `torn: ${error}`);
      const isWhole = text.startsWith("{") && (JSON.parse(text) as Page<Link>).data.length === 30;
      if (isWhole) result.whole++;
      else result.torn.push(text.slice(0, 200));
    }
  }
  const workers = Array.from({ length: 8 }, work);
  result.stop = async () => {
    stopped = true;
    await Promise.all(workers);
  };
  return result;
}

describe("a start that cannot be", () => {
  const place = async () => ({
    HOST: "127.0.0.1",
    PORT: `${await freePort()}`,
    DATA_DIR: join(temporaryFolder(), "data"),
  });
  const WRONG: [name: string, value: string][] = [
    ["PORT", "0"],
    ["PORT", "70000"],
    ["PORT", "http"],
    ["PUBLIC_URL", "go.example.com"],
    ["PUBLIC_URL", "ftp://go.example.com"],
    ["PUBLIC_URL", "https://go.example.com/links"],
    ["PUBLIC_URL", "https://me:secret@go.example.com"],
    ["DATABASE_URL", "mysql://127.0.0.1/visoli"],
    ["DATABASE_URL_FILE", "/nowhere/at/all"],
    ["CLICKHOUSE_URL", "tcp://127.0.0.1:9000"],
    ["CLICKHOUSE_URL_FILE", "/nowhere/at/all"],
    ["TRUST_PROXY", "-1"],
    ["TRUST_PROXY", "the load balancer"],
    ["TRUST_PROXY", "10.0.0.0/33"],
    ["JOURNAL_FSYNC_MS", "-1"],
    ["JOURNAL_FSYNC_MS", "soon"],
    ["LINK_CACHE_SIZE", "0"],
    ["LOG_LEVEL", "loud"],
  ];

  test.concurrent.each(WRONG)(
    "because %s is %s: refused by name, before anything is made",
    async (name, value) => {
      const env = await place();
      const server = launch(["start"], { ...env, [name]: value });
      expect(await server.ended).not.toBe(0);
      expect(server.stderr()).toMatch(new RegExp(`\\b${name}\\b`));
      expect(server.stderr()).not.toMatch(/^ +at /m);
      expect(existsSync(env.DATA_DIR)).toBe(false);
    },
  );

  test("names every wrong setting at once, and refuses a secret that is set twice", async () => {
    const secret = join(temporaryFolder(), "secret");
    writeFileSync(secret, "postgres://127.0.0.1/one\n");
    const server = launch(["start"], {
      ...(await place()),
      LOG_LEVEL: "loud",
      LINK_CACHE_SIZE: "none",
      DATABASE_URL: "postgres://127.0.0.1/two",
      DATABASE_URL_FILE: secret,
    });
    expect(await server.ended).not.toBe(0);
    for (const name of ["LOG_LEVEL", "LINK_CACHE_SIZE", "DATABASE_URL_FILE"])
      expect(server.stderr()).toContain(name);
    expect(server.stderr()).not.toContain("127.0.0.1/two");
  });

  test.each(["GEO_CITY_FILE", "GEO_ASN_FILE"])("because %s names no database", async (name) => {
    const server = launch(["start"], { ...(await place()), [name]: "/nowhere/at/all.mmdb" });
    expect(await server.ended).not.toBe(0);
    expect(server.stdout() + server.stderr()).toContain("/nowhere/at/all.mmdb");
  });

  test("because DATA_DIR is a file", async () => {
    const env = await place();
    mkdirSync(join(env.DATA_DIR, ".."), { recursive: true });
    writeFileSync(env.DATA_DIR, "not a folder");
    const server = launch(["start"], env);
    expect(await server.ended).not.toBe(0);
    expect(server.stdout() + server.stderr()).toContain(env.DATA_DIR);
  });

  test("because the port is in use: says which", async () => {
    const first = await startServer();
    const env = { ...(await place()), PORT: `${first.port}` };
    const second = launch(["start"], env);
    expect(await second.ended).not.toBe(0);
    expect(second.stdout() + second.stderr()).toContain(`127.0.0.1:${first.port}`);
    expect((await fetch(`${first.url}/healthz`)).ok).toBe(true);
    await first.stop();

    // The key of a first start that failed so late is not lost: it was shown, or the next start shows one.
    const third = await startServer({ dataDir: env.DATA_DIR });
    const shown = /sk_api_[0-9A-Za-z]{38}/.exec(second.stdout() + third.stdout())?.[0] ?? "";
    expect((await createClient(third.url, shown).get("/api/v1/links")).status).toBe(200);
    await third.stop();
  });

  test("because another server works in DATA_DIR: says so, and leaves the other alone", async () => {
    const first = await startServer();
    const client = createClient(first.url, first.apiKey);
    const link = await client.createLink({ url: "https://example.com/" });
    const second = launch(["start"], { ...(await place()), DATA_DIR: first.dataDir });
    expect(await second.ended).not.toBe(0);
    const output = second.stdout() + second.stderr();
    expect(output).toContain(first.dataDir);
    expect(output).toMatch(/in use|another|already/i);
    expect((await click(link.shortUrl)).status).toBe(302);
    await client.statsOf(1);
    await first.stop();
  });
});
