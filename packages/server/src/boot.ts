import { join } from "node:path";
import { lockFolder } from "./adapters/folder-lock.ts";
import { openGeo } from "./adapters/geo/geo.ts";
import { type Analytics, AnalyticsUnavailable, openAnalytics } from "./analytics/client.ts";
import { prepareSchema } from "./analytics/schema.ts";
import { type Journal, openJournal } from "./clicks/journal.ts";
import { clickPipeline, writeClick } from "./clicks/pipeline.ts";
import { createSalts } from "./clicks/salts.ts";
import { listSegments } from "./clicks/segments.ts";
import type { Config } from "./config.ts";
import type { Ctx, LinkCtx, Log } from "./core/ctx.ts";
import { OWN_DOMAIN } from "./core/domain.ts";
import { type OpenDatabase, openDatabase } from "./db/open.ts";
import { renewSalts } from "./jobs/salts.ts";
import { startJobs } from "./jobs/start.ts";
import { createKey } from "./keys/create.ts";
import { createRequestIds } from "./lib/request-ids.ts";
import { createMetrics } from "./operation/metrics.ts";
import { readAddressBy } from "./redirect/address.ts";
import { createLinkCache } from "./redirect/link-cache.ts";
import { createRedirect } from "./redirect/routes.ts";
import { welcomeOwner } from "./workspaces/ensure.ts";

/** What the first start made, to be shown once. */
export type Welcome = { apiKey: string; setupToken: string };
export type Service = Awaited<ReturnType<typeof boot>>;

/** Builds everything, in order. @throws where an engine cannot be opened */
export async function boot(config: Config, log: Log) {
  const stores = await openStores(config, log);
  const { database, analytics, journal, folder, isSchemaReady } = stores;
  const links = createLinkCache(database.lookup, config.linkCacheSize);
  const ctx: LinkCtx = { config, log, now: Date.now, db: database.db, analytics, forgetLink: links.forget };

  const salts = createSalts();
  await renewSalts(ctx, salts);
  const geo = await openGeo({ ...config.geo, cacheDir: join(config.dataDir, "geo") });
  log.info({ sources: geo.sources }, "geo databases");

  const newRequestId = createRequestIds();
  const steps = clickPipeline(geo, salts);
  const counts = { redirect: 0, expired: 0, missing: 0 };
  const redirect = createRedirect({
    links,
    domain: OWN_DOMAIN,
    publicUrl: config.publicUrl,
    readAddress: readAddressBy(config.trust),
    record: (visit) => journal.append((line) => writeClick(steps, visit, line)),
    newRequestId,
    now: Date.now,
    counts,
  });

  const ingested = { clicks: 0 };
  const jobs = startJobs({
    ctx,
    salts,
    ingestion: { analytics, journal, folder, log },
    ingested,
    isSchemaReady,
  });
  const journalState = () => ({ ...journal.state(), segments: listSegments(folder).length });
  const metrics = createMetrics({ redirects: counts, cache: links.counts, journal: journalState, ingested });
  const engines = {
    pingDatabase: database.ping,
    analytics,
    isJournalWriting: () => journal.state().isWriting,
  };
  async function close(): Promise<void> {
    await jobs.stop();
    await journal.close();
    await analytics.close();
    await database.close();
    geo.close();
    stores.unlock();
  }
  return { ctx, engines, metrics, newRequestId, redirect, welcome: await makeOwner(ctx), close };
}

/** Opens what keeps links and keys, and nothing else: for the operator's command line, also while the service runs. */
export async function bootOperator(config: Config, log: Log): Promise<{ ctx: Ctx; close(): Promise<void> }> {
  const database = await openDatabase(config.database, (error) =>
    log.warn({ err: error }, "database connection lost"),
  );
  return { ctx: { config, log, now: Date.now, db: database.db }, close: database.close };
}

type Stores = {
  database: OpenDatabase;
  analytics: Analytics;
  journal: Journal;
  folder: string;
  unlock(): void;
  isSchemaReady: boolean;
};

async function openStores(config: Config, log: Log): Promise<Stores> {
  const unlock = lockFolder(config.dataDir);
  const onError = (err: unknown, what: string) => log.error({ err }, what);
  const database = await openDatabase(config.database, (error) => onError(error, "database connection lost"));
  const analytics = await openAnalytics(config.clickhouse);
  const folder = join(config.dataDir, "journal");
  const journal = openJournal({
    folder,
    fsyncMs: config.journalFsyncMs,
    onError: (error) => onError(error, "the journal cannot be written; clicks wait in memory"),
  });
  return {
    database,
    analytics,
    journal,
    folder,
    unlock,
    isSchemaReady: await tryPrepareSchema(analytics, log),
  };
}

/** A click store that is away does not keep the service from starting: clicks wait in the journal. */
async function tryPrepareSchema(analytics: Analytics, log: Log): Promise<boolean> {
  try {
    await prepareSchema(analytics);
    return true;
  } catch (error) {
    if (!(error instanceof AnalyticsUnavailable)) throw error;
    log.warn({ err: error }, "the click store does not answer yet; clicks wait in the journal");
    return false;
  }
}

async function makeOwner(ctx: Ctx): Promise<Welcome | null> {
  const workspace = await welcomeOwner(ctx);
  if (!workspace.setupToken) return null;
  const { key } = await createKey(
    ctx,
    { kind: "operator", workspaceId: workspace.id },
    { name: "First key" },
  );
  return { apiKey: key, setupToken: workspace.setupToken };
}
