import { afterAll, beforeAll, beforeEach, describe } from "bun:test";
import { type Scope, WORKSPACE_SCOPES } from "@visoli/contract/scopes";
import pg from "pg";
import { type Logger, pino } from "pino";
import { openThreats } from "../packages/server/src/adapters/abuse/threats.ts";
import { noNetwork } from "../packages/server/src/adapters/geo/network.ts";
import { nowhere } from "../packages/server/src/adapters/geo/place.ts";
import { memoryWindows } from "../packages/server/src/adapters/limits/memory-windows.ts";
import type { Mail } from "../packages/server/src/adapters/mail/mailer.ts";
import { type Analytics, openAnalytics } from "../packages/server/src/analytics/client.ts";
import { prepareSchema } from "../packages/server/src/analytics/schema.ts";
import { createApp } from "../packages/server/src/app.ts";
import { type Config, readConfig } from "../packages/server/src/config.ts";
import type { Actor } from "../packages/server/src/core/actor.ts";
import { type ApiLog, createApiLog } from "../packages/server/src/core/api-log.ts";
import type { LinkCtx } from "../packages/server/src/core/ctx.ts";
import { openDomains } from "../packages/server/src/core/domains.ts";
import { createPlans } from "../packages/server/src/core/plans.ts";
import { allBlockedDestinations } from "../packages/server/src/db/blocked.ts";
import { type OpenDatabase, openDatabase } from "../packages/server/src/db/open.ts";
import type { Db } from "../packages/server/src/db/schema.ts";
import { insertWorkspace } from "../packages/server/src/db/workspaces.ts";
import { createKey } from "../packages/server/src/keys/create.ts";
import { agentReader } from "../packages/server/src/lib/agent.ts";
import { createRequestIds } from "../packages/server/src/lib/request-ids.ts";
import { openBulkThread } from "../packages/server/src/links/bulk-thread.ts";
import { createMetrics } from "../packages/server/src/operation/metrics.ts";
import { canEmbed, embeddedPath } from "./analytics.ts";
import { postgresUrl, temporaryFolder } from "./engines.ts";

export type Operator = Extract<Actor, { kind: "operator" }>;

/** A workspace of its own, and who acts in it. */
export type Tenant = {
  operator: Operator;
  /** A new API key: as the verbs know it, and as a request carries it. */
  key(...scopes: Scope[]): Promise<{ actor: Actor; id: string; text: string }>;
};

/** What a test works with: real engines, a clock that stands still, and a fresh workspace for each test. */
export type World = Tenant & {
  ctx: LinkCtx;
  database: OpenDatabase;
  /** Milliseconds since 1970; set it as you like. */
  clock: { now: number };
  /** `DOMAIN/SLUG_KEY` of each address that the redirect was told to forget, `*` for all, in order, emptied before each test. */
  forgotten: string[];
  /** What stands out there, by `HOST TOKEN`: proof of who owns which domain. */
  proofs: Map<string, "dns" | "http">;
  /** Lines of the log, emptied before each test. */
  logged: string[];
  /** Mails that were sent, in order, emptied before each test. */
  mails: Mail[];
  /** Another workspace in the same database. */
  stranger(): Promise<Tenant>;
  /** The whole API but the redirect, over this world. */
  app: ReturnType<typeof createApp>;
  /** What it was asked; nothing hands it on but a call of `flush`. */
  apiLog: ApiLog;
};

const START = Date.UTC(2027, 0, 15, 12);
let worlds = 0;

/** Declares the suite once for SQLite and once for PostgreSQL (skipped where it is missing). Call `world()` inside tests. */
export function forEachDatabase(name: string, declare: (world: () => World) => void): void {
  for (const kind of ["SQLite", "PostgreSQL"] as const) {
    describe.skipIf(kind === "PostgreSQL" && !postgresUrl)(`${name}, ${kind}`, () => {
      let base: Base;
      let world: World;
      beforeAll(async () => {
        base = await openBase(kind === "PostgreSQL" ? await createDatabase() : undefined);
      });
      beforeEach(async () => {
        world = await freshWorld(base);
      });
      afterAll(() => base?.close());
      declare(() => world);
    });
  }
}

type Base = { ctx: LinkCtx; database: OpenDatabase; close(): Promise<void> } & Pick<
  World,
  "clock" | "forgotten" | "proofs" | "logged" | "mails" | "app" | "apiLog"
>;

/** Opens everything over a new SQLite file, or over the PostgreSQL database at `url`. */
export async function openBase(url?: string): Promise<Base> {
  const config = testConfig(url);
  const clock = { now: START };
  const logged: string[] = [];
  const forgotten: string[] = [];
  const mails: Mail[] = [];
  const mail = { isOn: true, send: async (one: Mail) => void mails.push(one) };
  const log = pino({ level: "debug" }, { write: (line: string) => void logged.push(line) });
  const database = await openDatabase(config.database, (err) => log.warn({ err }, "connection lost"));
  const analytics = await openClickStore(`world_${process.pid}_${worlds++}`);
  const proofs: World["proofs"] = new Map();
  const forgetLink = (domain: string, slug: string) => void forgotten.push(`${domain}/${slug}`);
  const forgetDomains = () => void forgotten.push("*");
  const prove: LinkCtx["prove"] = async ({ host, token }) => {
    const by = proofs.get(`${host} ${token}`);
    if (by) return { kind: "proven", by };
    return { kind: "unproven", dns: "There is no record.", http: "There is no file." };
  };
  const domains = await openDomains(database.db, config);
  const { inspect, ...threats } = await noThreats(database.db, log);
  const geo = { place: () => nowhere, network: () => noNetwork };
  const visitors = { geo, readAgent: agentReader(), secret: "secret" };
  const ctx: LinkCtx = {
    ...{ config, log, origin: "test", now: () => clock.now, db: database.db, analytics, domains },
    ...{ bulkTransaction: database.bulkTransaction, reads: database.reads, needIndex: database.needIndex },
    ...{ forgetLink, forgetDomains, prove, inspect, threats, visitors, mail },
    windows: memoryWindows(),
    plans: createPlans(config, database.reads, analytics),
    payments: null,
    createInThread: null,
  };
  if (config.database.kind === "sqlite") ctx.createInThread = openBulkThread(ctx, database.whileOthersWait);
  const apiLog = createApiLog(analytics, log, `world${worlds}`);
  const app = appOver(ctx, database, apiLog);
  async function close(): Promise<void> {
    await analytics.close();
    await database.close();
  }
  return { ctx, database, clock, forgotten, proofs, logged, mails, app, apiLog, close };
}

/** Without lists and without Web Risk: only what a test blocks itself is harmful. */
async function noThreats(db: Db, log: Logger) {
  const read = () => allBlockedDestinations(db);
  return openThreats({ lists: [], webRisk: null }, read, log);
}

/** Settings as the environment would give them, with short links at http://localhost:3000. */
export function testConfig(databaseUrl?: string): Config {
  return readConfig({ DATA_DIR: temporaryFolder(), DATABASE_URL: databaseUrl });
}

/** A new empty database in the cluster of `npm test`; gives back its URL. It goes when the cluster goes. */
export async function createDatabase(cluster = postgresUrl): Promise<string> {
  const name = `test_${process.pid}_${worlds++}_${Date.now().toString(36)}`;
  const client = new pg.Client(cluster);
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  return Object.assign(new URL(cluster ?? ""), { pathname: `/${name}` }).href;
}

/** Without the package the click store is one that is away, as a service without it would see it. */
async function openClickStore(database: string): Promise<Analytics> {
  if (!canEmbed()) return openAnalytics({ kind: "server", url: "http://127.0.0.1:1" });
  const analytics = await openAnalytics({ kind: "embedded", path: embeddedPath() }, database);
  await prepareSchema(analytics);
  return analytics;
}

async function freshWorld(base: Base): Promise<World> {
  base.clock.now = START;
  base.logged.length = 0;
  base.forgotten.length = 0;
  base.mails.length = 0;
  return { ...base, ...(await newTenant(base.ctx)), stranger: () => newTenant(base.ctx) };
}

/** A world over a new SQLite file, for what is the same with every database. */
export async function openWorld(): Promise<World> {
  return freshWorld(await openBase());
}

export async function newTenant(ctx: LinkCtx): Promise<Tenant> {
  const { id } = await insertWorkspace(ctx.db, "Test", ctx.now());
  const operator: Operator = { kind: "operator", workspaceId: id };
  return {
    operator,
    async key(...scopes) {
      const held = scopes.length > 0 ? scopes : [...WORKSPACE_SCOPES];
      const { id: keyId, key } = await createKey(ctx, operator, { name: "test", scopes: held });
      return { actor: { kind: "key", keyId, workspaceId: id, scopes: held }, id: keyId, text: key };
    },
  };
}

/** The whole API but the redirect. */
export function appOver(ctx: LinkCtx, database: OpenDatabase, apiLog: ApiLog) {
  const metrics = createMetrics({
    redirects: {},
    cache: { hits: 0, misses: 0 },
    apiLog: apiLog.counts,
    journal: () => ({ bytes: 0, limitBytes: 0, segments: 0, oldestAt: null, heldBytes: 0, droppedClicks: 0 }),
    ingested: { clicks: 0, damagedLines: 0, missingBytes: 0, refusedSegments: 0 },
  });
  const engines = {
    pingDatabase: database.ping,
    pingRedis: null,
    analytics: ctx.analytics,
    journal: () => ({ status: "ok" as const }),
  };
  return createApp({ ctx, engines, metrics, apiLog, newRequestId: createRequestIds() });
}

export type ApiRequest = { key?: string | undefined; body?: unknown; headers?: Record<string, string> };

/** Asks the API; a body that is no text goes as JSON. */
export async function ask(
  { app }: Pick<World, "app">,
  method: string,
  path: string,
  { key, body, headers }: ApiRequest = {},
): Promise<Response> {
  const all = new Headers(headers);
  if (key !== undefined && !all.has("authorization")) all.set("Authorization", `Bearer ${key}`);
  if (body !== undefined && !all.has("content-type")) all.set("Content-Type", "application/json");
  const isRaw = typeof body === "string" || body instanceof Uint8Array || body === undefined;
  return app.request(path, {
    method,
    headers: all,
    ...(body !== undefined && { body: isRaw ? body : JSON.stringify(body) }),
  });
}

const TABLES = [
  ...(["users", "sessions", "accounts", "passkeys", "two_factors"] as const),
  ...(["workspaces", "api_keys", "links", "tags", "link_tags", "idempotency_keys"] as const),
  ...(["outbox", "audit_log", "visitor_salts", "setup_tokens", "addresses", "domains", "folders"] as const),
  ...(["webhooks", "webhook_events", "webhook_deliveries", "public_statistics", "webhook_clicks"] as const),
  ...(["folder_members", "templates", "link_metadata", "link_history", "link_uses", "reports"] as const),
  "billing" as const,
];

/** How many rows each table has. */
export async function countRows({ ctx }: Pick<World, "ctx">): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of TABLES) {
    const { n } = await ctx.db
      .selectFrom(table)
      .select((expression) => expression.fn.countAll<number>().as("n"))
      .executeTakeFirstOrThrow();
    counts[table] = Number(n);
  }
  return counts;
}
