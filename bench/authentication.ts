import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newApiKey } from "@visoli/contract/api-key";
import { Hono } from "hono";
import { openGeo } from "../packages/server/src/adapters/geo/geo.ts";
import type { LinkCtx } from "../packages/server/src/core/ctx.ts";
import type { Env } from "../packages/server/src/core/http.ts";
import { openDatabase } from "../packages/server/src/db/open.ts";
import { identification } from "../packages/server/src/entry/identify.ts";
import { createKey } from "../packages/server/src/keys/create.ts";
import { figure, median, table } from "./table.ts";

// What authentication adds to a request: a key among many, in SQLite, from one of a thousand addresses.
const KEYS = 10_000;
const REQUESTS = 20_000;
const REPEATS = 7;

const folder = mkdtempSync(join(tmpdir(), "visoli-authentication-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
const geo = await openGeo({ cacheDir: join(folder, "geo") });
const database = await openDatabase({ kind: "sqlite", file: join(folder, "visoli.db") }, console.error);
const ctx = {
  ...{ db: database.db, reads: database.reads, now: Date.now, visitors: { geo, secret: "secret" } },
  config: { trust: { kind: "none" }, database: { kind: "sqlite" }, publicUrl: "http://localhost:3000" },
} as unknown as LinkCtx;
const keys = await fill();
const app = new Hono<Env>();
app.use("/keyed", identification(ctx));
for (const path of ["/open", "/keyed"]) app.get(path, (c) => c.text("ok"));

const costs: Record<string, number[]> = { open: [], keyed: [], narrow: [] };
for (let turn = 0; turn <= REPEATS; turn++)
  for (const [name, us] of Object.entries(await measureAll())) if (turn > 0) costs[name]?.push(us);
const [open = 0, keyed = 0, narrow = 0] = Object.values(costs).map(median);
const rows = [
  ["without authentication", figure(open), ""],
  ["with a key", figure(keyed), figure(keyed - open)],
  ["with a key of 50 networks", figure(narrow), figure(narrow - open)],
];
console.log(table([["authentication, one request", "CPU us", "more"], ...rows]));
process.exit(0);

/** A workspace's keys, and one more that may only be used from some networks, as the last. */
async function fill(): Promise<string[]> {
  await database.db
    .insertInto("workspaces")
    .values({ id: "ws_1", name: "Owner", created_at: 0, settings: null })
    .execute();
  const actor = { kind: "operator", workspaceId: "ws_1" } as const;
  const all = Array.from({ length: KEYS }, () => newApiKey());
  const first = await createKey(ctx, actor, { name: "first" });
  const row = await database.db.selectFrom("api_keys").selectAll().executeTakeFirstOrThrow();
  const hash = (key: string) => new Bun.CryptoHasher("sha256").update(key).digest("hex");
  for (let at = 0; at < KEYS; at += 500)
    await database.db
      .insertInto("api_keys")
      .values(all.slice(at, at + 500).map((key, of) => ({ ...row, id: `key_${at + of}`, hash: hash(key) })))
      .execute();
  const networks = Array.from({ length: 50 }, (_, at) => `${10 + at}.0.0.0/8`);
  const last = await createKey(ctx, actor, { name: "last", allowedAddresses: networks });
  return [first.key, ...all.slice(0, 99), last.key];
}

async function measureAll(): Promise<Record<keyof typeof costs, number>> {
  return {
    open: await measure("/open", () => keys[0]),
    keyed: await measure("/keyed", (at) => keys[at % 100]),
    narrow: await measure("/keyed", () => keys.at(-1)),
  };
}

/** CPU of all threads, for each request. */
async function measure(path: string, keyOf: (at: number) => string | undefined): Promise<number> {
  Bun.gc(true);
  const start = process.cpuUsage();
  for (let at = 0; at < REQUESTS; at++) {
    const address = `59.1.${at % 4}.${at % 250}`;
    const headers = { Authorization: `Bearer ${keyOf(at)}` };
    const server = { requestIP: () => ({ address }) };
    const { status } = await app.request(path, { headers }, { server });
    if (status !== 200) throw new Error(`answered ${status}`);
  }
  const { user, system } = process.cpuUsage(start);
  return (user + system) / REQUESTS;
}
