import { describe, expect, test } from "bun:test";
import { connect, createServer, type Socket } from "node:net";
import { ProblemSchema } from "@visoli/contract/errors";
import { HTTPException } from "hono/http-exception";
import pg from "pg";
import { ask, countRows, createDatabase, newTenant, openBase } from "../../../../test/context.ts";
import { freePort, postgresUrl, until } from "../../../../test/engines.ts";
import { startPostgres } from "../../../../test/postgres.ts";
import { AnalyticsUnavailable } from "../analytics/client.ts";
import { problem } from "./errors.ts";
import { toProblemError } from "./failure.ts";

const url = "https://example.com/";

describe("toProblemError", () => {
  test("an unknown failure says nothing but is in the log under its request's id", async () => {
    const base = await openBase();
    for (const error of [
      new Error("password is hunter2"),
      "hunter2",
      undefined,
      { hunter2: 1 },
      new TypeError("hunter2"),
    ]) {
      base.logged.length = 0;
      const answer = toProblemError(error, "req_7", base.ctx.log);
      expect(answer).toMatchObject({ code: "internal.unknown", status: 500 });
      expect(JSON.stringify(answer) + answer.detail + answer.message).not.toContain("hunter2");
      expect(base.logged.join()).toContain("req_7");
    }
    await base.close();
  });

  test("what is expected passes through; an engine that is away is a 503; what the framework refuses is the client's", async () => {
    const base = await openBase();
    const known = problem("link.slug_taken", "x");
    const codeOf = (error: unknown) => toProblemError(error, "req_1", base.ctx.log).code;
    expect(toProblemError(known, "req_1", base.ctx.log)).toBe(known);
    expect(codeOf(new AnalyticsUnavailable("x"))).toBe("service.unavailable");
    expect(codeOf(Object.assign(new Error("x"), { code: "ECONNREFUSED" }))).toBe("service.unavailable");
    expect(codeOf(new HTTPException(400))).toBe("request.malformed");
    expect(codeOf(new HTTPException(415))).toBe("request.unsupported_media_type");
    expect(codeOf(new HTTPException(500))).toBe("internal.unknown");
    await base.close();
  });
});

describe.skipIf(!postgresUrl)("the API while PostgreSQL goes away", () => {
  test("answers 503 with Retry-After to what is under way and what comes after, never 500", async () => {
    const cluster = await startPostgres();
    if ("missing" in cluster) throw new Error(cluster.missing);
    const base = await openBase(await createDatabase(cluster.url));
    const { text: key } = await (await newTenant(base.ctx)).key();
    const statuses = new Set<number>();
    const made: string[] = [];
    let isRunning = true;
    async function client(name: string): Promise<void> {
      for (let count = 0; isRunning; count++) {
        const body = { url, externalId: `${name}-${count}`, tags: ["a", name] };
        const response = await ask(base, "POST", "/api/v1/links", {
          key,
          body,
          headers: { "Idempotency-Key": `${name}-${count}` },
        });
        statuses.add(response.status);
        const answer = await response.json();
        if (response.status === 201) made.push((answer as { id: string }).id);
        else expectUnavailable(response, answer);
        if (response.status === 503) await Bun.sleep(5);
      }
    }
    const clients = Promise.all(Array.from({ length: 8 }, (_, index) => client(`c${index}`)));
    await until(() => made.length > 40);
    await cluster.stop();
    await until(() => statuses.has(503));
    for (const path of ["/api/v1/links", "/api/v1/keys", "/api/v1/links/x"]) {
      const response = await ask(base, "GET", path, { key });
      expectUnavailable(response, await response.json());
    }
    isRunning = false;
    await clients;
    expect([...statuses].sort()).toEqual([201, 503]);
    await base.close();
  });

  test("recovers when its connections were all cut: what it answered is there, and nothing by half", async () => {
    const address = await createDatabase();
    const base = await openBase(address);
    const { text: key } = await (await newTenant(base.ctx)).key();
    const before = await countRows(base);
    const admin = new pg.Client(postgresUrl);
    await admin.connect();
    const name = new URL(address).pathname.slice(1);
    const cut = () =>
      admin.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", [name]);
    const answered: string[] = [];
    for (let round = 0; round < 5; round++) {
      const asking = Array.from({ length: 20 }, () =>
        ask(base, "POST", "/api/v1/links", { key, body: { url } }),
      );
      await cut();
      for (const response of await Promise.all(asking)) {
        const answer = await response.json();
        if (response.status === 201) answered.push((answer as { id: string }).id);
        else expectUnavailable(response, answer);
      }
    }
    await until(
      async () => (await ask(base, "POST", "/api/v1/links", { key, body: { url } })).status === 201,
    );
    const after = await countRows(base);
    expect((after.audit_log ?? 0) - (before.audit_log ?? 0)).toBe(after.links ?? -1);
    const rows = await base.ctx.db.selectFrom("links").select("id").execute();
    const there = new Set(rows.map((row) => row.id));
    expect(answered.filter((id) => !there.has(id))).toEqual([]);
    await admin.end();
    await base.close();
  });
});

describe.skipIf(!postgresUrl)("the API while nobody listens at PostgreSQL's address", () => {
  test("answers 503 until somebody does again", async () => {
    const target = new URL(await createDatabase());
    const port = await freePort();
    const open = await forward(port, Number(target.port));
    const base = await openBase(Object.assign(new URL(target), { port }).href);
    const { text: key } = await (await newTenant(base.ctx)).key();
    const create = () => ask(base, "POST", "/api/v1/links", { key, body: { url } });
    expect((await create()).status).toBe(201);
    open.close();
    for (let count = 0; count < 3; count++) {
      const response = await create();
      expectUnavailable(response, await response.json());
    }
    const reopened = await forward(port, Number(target.port));
    expect((await create()).status).toBe(201);
    await base.close();
    reopened.close();
  });
});

/** Passes connections on to another port of this machine, until it is closed. */
async function forward(port: number, target: number): Promise<{ close(): void }> {
  const sockets = new Set<Socket>();
  const server = createServer((inner) => {
    const outer = connect(target, "127.0.0.1");
    for (const [from, to] of [
      [inner, outer],
      [outer, inner],
    ] as const) {
      sockets.add(from);
      from.on("error", () => to.destroy());
      from.pipe(to);
    }
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

function expectUnavailable(response: Response, answer: unknown): void {
  const { code, status } = ProblemSchema.parse(answer);
  expect([response.status, status, code]).toEqual([503, 503, "service.unavailable"]);
  expect(Number(response.headers.get("Retry-After"))).toBeGreaterThan(0);
}
