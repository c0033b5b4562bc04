import { pino } from "pino";
import { openThreats } from "../adapters/abuse/threats.ts";
import { memoryWindows } from "../adapters/limits/memory-windows.ts";
import type { LinkCtx, Log } from "../core/ctx.ts";
import { openDomains } from "../core/domains.ts";
import type { NamedPlan } from "../core/plans.ts";
import { allBlockedDestinations } from "../db/blocked.ts";
import { openSqliteBeside } from "../db/open.ts";
import type { AskBack } from "../lib/thread.ts";
import { SECOND_MS } from "../lib/time.ts";
import type { BulkQuestion, BulkSettings } from "./bulk-thread.ts";

/**
 * What verbs work with, in the thread: connections and a memory of its own, and the rest asked of the main thread. What it gives back makes
 * it what it is to be for a batch, with the list of addresses that are to be forgotten.
 */
export async function openThreadCtx(askBack: AskBack) {
  const { config, origin, clicks } = await askBack<BulkSettings>("settings");
  if (config.database.kind !== "sqlite") throw new Error("the thread is for SQLite");
  const log = pino({ level: config.logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime });
  const { checkpoint, ...connections } = openSqliteBeside(config.database.file);
  const { reads } = connections;
  const domains = await openDomains(reads, config);
  const threatSettings = { lists: config.abuseLists, webRisk: null };
  const threats = await openThreats(threatSettings, () => allBlockedDestinations(reads), log);
  const { inspect } = threats;
  const bulkTransaction = transactor(askBack, connections.db, nowAndThen(checkpoint, log));
  const own = { config, log, origin, ...connections, bulkTransaction, domains, inspect, threats };
  const base = { ...own, ...asked(askBack, clicks), ...NOT_HERE, windows: memoryWindows() };
  const seen = { domains: -1, threats: -1 };

  return async ({ versions, now }: BulkQuestion): Promise<{ ctx: LinkCtx; forget: [string, string][] }> => {
    if (seen.domains !== versions.domains) await domains.reload();
    seen.domains = versions.domains;
    if (seen.threats !== versions.threats) {
      await threats.refreshLists();
      await threats.reloadBlocked();
    }
    seen.threats = versions.threats;
    const forget: [string, string][] = [];
    const forgetLink = (domainId: string, slugKey: string) => void forget.push([domainId, slugKey]);
    return { ctx: { ...base, now: now === null ? Date.now : () => now, forgetLink }, forget };
  };
}

/** Transactions while nobody else in the process writes. */
function transactor(askBack: AskBack, db: LinkCtx["db"], afterwards: () => Promise<void>) {
  const bulkTransaction: LinkCtx["bulkTransaction"] = async (work) => {
    await askBack("hold");
    const result = await db
      .transaction()
      .execute(work)
      .finally(() => askBack("release"));
    await afterwards();
    return result;
  };
  return bulkTransaction;
}

/** A checkpoint every second at most. */
function nowAndThen(checkpoint: () => Promise<boolean>, log: Log): () => Promise<void> {
  let madeAt = performance.now();
  const failed = (err: unknown) => log.warn({ err }, "the database's log was not moved into it");
  return async () => {
    if (performance.now() - madeAt < SECOND_MS) return;
    if ((await checkpoint().catch(failed)) !== false) madeAt = performance.now();
  };
}

/** What the main thread says or does for us. */
function asked(askBack: AskBack, clicks: string): Pick<LinkCtx, "needIndex" | "plans" | "analytics"> {
  let changes = 0;
  return {
    needIndex: (name) => askBack("needIndex", name),
    plans: {
      of: (workspaceId) => askBack<NamedPlan>("planOf", workspaceId),
      spentClicks: (workspaceId, now) => askBack("spentClicks", { workspaceId, now }),
      ...{ forget: notHere, clicksOf: notHere },
    },
    analytics: {
      clicks,
      query: (sql, parameters) => askBack("query", { sql, parameters }),
      // Nothing that is remembered here counts for long: others change the clicks.
      changes: () => changes++,
      ...{ queryBytes: notHere, writeParquet: notHere, command: notHere },
      ...{ insertClicks: notHere, close: notHere },
    },
  };
}

/** What making links takes none of. */
const NOT_HERE = {
  ...{ mail: { isOn: false, send: notHere }, payments: null, forgetDomains: notHere, prove: notHere },
  visitors: { geo: { place: notHere, network: notHere }, readAgent: notHere, secret: "" },
  createInThread: null,
};

function notHere(): never {
  throw new Error("that is not done in this thread");
}
