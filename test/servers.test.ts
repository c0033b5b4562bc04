import { describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import pg from "pg";
import { startClickHouse } from "./clickhouse.ts";
import { clickhouseUrl, postgresUrl, redisUrl, until } from "./engines.ts";
import { startPostgres } from "./postgres.ts";
import { startRedis } from "./redis.ts";
import { type Missing, type Running, startServer } from "./server-process.ts";

function present(started: Running | Missing): Running {
  if ("missing" in started) throw new Error(started.missing);
  return started;
}

async function refuses(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  const handlers = { data: () => {} };
  return Bun.connect({ hostname, port: Number(port), socket: handlers }).then(
    (socket) => socket.end() === undefined && false,
    () => true,
  );
}

describe.skipIf(!postgresUrl)("PostgreSQL for tests", () => {
  test("starts, sorts as people do, and is gone after stop", async () => {
    const server = present(await startPostgres());
    const client = new pg.Client(server.url);
    await client.connect();
    const { rows } = await client.query(
      "SELECT s FROM unnest(ARRAY['b', 'A', 'a', 'B', 'Z', '_']) AS s ORDER BY s",
    );
    expect(rows.map((row) => row.s).join("")).toBe("_aAbBZ");
    const settings = await client.query(
      "SELECT current_setting('fsync') AS f, current_setting('data_directory') AS d",
    );
    expect(settings.rows[0].f).toBe("off");
    await client.end();
    await server.stop();
    expect(existsSync(settings.rows[0].d)).toBe(false);
    expect(await refuses(server.url)).toBe(true);
  }, 30_000);
});

describe.skipIf(!redisUrl)("Redis for tests", () => {
  test("starts and is gone after stop", async () => {
    const server = present(await startRedis());
    const client = new Bun.RedisClient(server.url, { autoReconnect: false });
    await client.set("a", "1");
    expect(await client.get("a")).toBe("1");
    client.close();
    await server.stop();
    expect(await refuses(server.url)).toBe(true);
  });
});

describe.skipIf(!clickhouseUrl)("ClickHouse for tests", () => {
  test("starts and is gone after stop", async () => {
    const server = present(await startClickHouse());
    expect(await (await fetch(`${server.url}/ping`)).text()).toBe("Ok.\n");
    await server.stop();
    expect(await refuses(server.url)).toBe(true);
  }, 30_000);
});

describe("startServer", () => {
  const options = { url: "", stopSignal: "SIGTERM" as const, answers: () => Promise.resolve(false) };

  test("throws with the server's own words if it ends early", async () => {
    const starting = startServer({ ...options, command: () => ["sh", "-c", "echo no room; exit 7"] });
    await expect(starting).rejects.toThrow(/ended with 7[\s\S]*no room/);
  });

  test("leaves nothing behind if preparing fails", async () => {
    let folder = "";
    const prepare = (path: string) => {
      folder = path;
      return Promise.reject(new Error("unprepared"));
    };
    await expect(startServer({ ...options, prepare, command: () => ["true"] })).rejects.toThrow("unprepared");
    expect(existsSync(folder)).toBe(false);
  });
});

describe("until", () => {
  test("gives back what it waited for, or says why not", async () => {
    let asked = 0;
    expect(await until(() => ++asked === 3 && "three")).toBe("three");
    const failing = until(() => Promise.reject(new Error("still closed")), { timeoutMs: 50 });
    await expect(failing).rejects.toThrow(/not within 50 ms: Error: still closed/);
  });
});
