import { join } from "node:path";
import { randomText } from "@visoli/contract/base62";
import type { BlockCtx } from "./abuse/write-block.ts";
import { openThreats } from "./adapters/abuse/threats.ts";
import { lockFolder } from "./adapters/folder-lock.ts";
import { openGeo } from "./adapters/geo/geo.ts";
import { type OpenWindows, openWindows } from "./adapters/limits/open-windows.ts";
import { createMailer } from "./adapters/mail/mailer.ts";
import { openNews } from "./adapters/news/news.ts";
import { createPayments } from "./adapters/stripe/payments.ts";
import { findProof } from "./adapters/web/domain-proof.ts";
import { createPublicFetch } from "./adapters/web/fetch-public.ts";
import { type Analytics, AnalyticsUnavailable, openAnalytics } from "./analytics/client.ts";
import { prepareSchema } from "./analytics/schema.ts";
import { startBilling } from "./billing/start.ts";
import { createDuplicates } from "./clicks/duplicates.ts";
import { handOn, toldFolder } from "./clicks/hand-on.ts";
import { createIngest } from "./clicks/ingest.ts";
import { type Journal, openJournal } from "./clicks/journal.ts";
import { nonceCounter } from "./clicks/nonce.ts";
import { clickPipeline, writeClick } from "./clicks/pipeline.ts";
import { createSalts, type Salts } from "./clicks/salts.ts";
import type { Config } from "./config.ts";
import { createApiLog } from "./core/api-log.ts";
import type { Ctx, LinkCtx, Log } from "./core/ctx.ts";
import { openDomains } from "./core/domains.ts";
import { createPlans } from "./core/plans.ts";
import { readAddressBy } from "./core/visitor-address.ts";
import { blockReason } from "./db/block-reason.ts";
import { allBlockedDestinations } from "./db/blocked.ts";
import { type OpenDatabase, openDatabase } from "./db/open.ts";
import type { Db } from "./db/schema.ts";
import { serviceSecret } from "./db/secrets.ts";
import { countUses, takeUses } from "./db/uses.ts";
import { areClicksAwaited } from "./db/webhook-clicks.ts";
import { followInvalidations } from "./jobs/invalidations.ts";
import { renewSalts } from "./jobs/salts.ts";
import { startJobs } from "./jobs/start.ts";
import { createKey } from "./keys/create.ts";
import { agentReader } from "./lib/agent.ts";
import { newClicks } from "./lib/click-id.ts";
import { type Faults, killAt, noFaults } from "./lib/faults.ts";
import { sha256 } from "./lib/hash.ts";
import { oneAtATime } from "./lib/one-at-a-time.ts";
import { createRequestIds } from "./lib/request-ids.ts";
import { openBulkThread } from "./links/bulk-thread.ts";
import { createMetrics } from "./operation/metrics.ts";
import { noOutcomes, type RedirectDependencies } from "./redirect/dependencies.ts";
import { compileLink } from "./redirect/known-link.ts";
import { createLinkCache } from "./redirect/link-cache.ts";
import { passwordChecker } from "./redirect/password.ts";
import { createPasswordAttempts } from "./redirect/password-attempts.ts";
import { createPasswordCookies } from "./redirect/password-cookie.ts";
import { createRedirect } from "./redirect/redirect.ts";
import { createUses } from "./redirect/uses.ts";
import { visitorReader } from "./redirect/visitor.ts";
import { welcomeOwner } from "./workspaces/ensure.ts";

/** What the first start made, to be shown once. */
export type Welcome = { apiKey: string; setupToken: string };
export type Service = Awaited<ReturnType<typeof boot>>;

/** Builds everything, in order. @throws where an engine cannot be opened */
export async function boot(config: Config, log: Log) {
  const stores = await openStores(config, log);
  const { database, analytics, journal } = stores;
  const limits = openWindows(config.redisUrl, log);
  const fetches = guardedFetches(config);
  const { ctx, links, geo, news } = await openCtx(config, log, { stores, limits, fetches });

  const salts = createSalts();
  await renewSalts(ctx, salts);
  // What is sold is a setting that a redirect does not need, and shall not undo.
  if (config.role !== "redirect") await startBilling(ctx);
  // Before the first link is read: where it begins, it forgets everything.
  const quiet = { ...ctx, forgetLink: links.forget, forgetDomains: links.forgetAll };
  const follow = oneAtATime(followInvalidations(quiet));
  await follow();
  // Where that fails, the job that does it each second says so.
  news.listen(() => void follow().catch(() => {}));

  const newRequestId = createRequestIds();
  const { steps, newClick } = await openClicks(ctx, salts);
  const counts = noOutcomes();
  const redirect = openRedirect(ctx, {
    ...{ links, newRequestId, counts, newClick },
    record: (visit) => journal.append((line) => writeClick(steps, visit, line)),
  });

  const ingest = openIngest(stores, log);
  const apiLog = createApiLog(analytics, log, ctx.origin);
  const jobs = startJobs({
    ...{ ctx, salts, ingest, follow, apiLog, ...fetches },
    ...{ clicksToTell: toldFolder(stores.folder), isSchemaReady: stores.isSchemaReady },
    checkpoint: database.checkpoint,
  });
  const metrics = createMetrics({
    ...{ redirects: counts, cache: links.counts, journal: journal.state, ingested: ingest.counts },
    apiLog: apiLog.counts,
  });
  const { ping: pingDatabase } = database;
  const engines = { pingDatabase, pingRedis: limits.pingRedis, analytics, journal: journal.state };
  const draining = new AbortController();
  async function close(): Promise<void> {
    await jobs.stop();
    await closeAll(stores, [news, limits, geo]);
  }
  return {
    ...{ ctx, engines, metrics, apiLog, newRequestId, redirect, close },
    draining: draining.signal,
    /** To be called before the server stops: ends what has no end of its own. */
    drain: () => draining.abort(),
    // Whoever looks for the first key looks at what makes links.
    welcome: config.role === "all" || config.role === "api" ? await makeOwner(ctx) : null,
  };
}

type Opened = { stores: Stores; limits: OpenWindows; fetches: ReturnType<typeof guardedFetches> };

/** What every verb and job works with, and the redirect's memory of links. */
async function openCtx(config: Config, log: Log, { stores, limits, fetches }: Opened) {
  const { database, analytics } = stores;
  const domains = await openDomains(database.db, config);
  const links = createLinkCache(database.lookup, config.linkCacheSize, (found) =>
    compileLink(found, domains.byId(found.domain)),
  );
  const visitors = await openVisitors(config, log, database.db);
  const origin = randomText(16);
  const news = openNews(
    config.redisUrl,
    `visoli:news:${sha256(`news ${visitors.secret}`).slice(0, 32)}`,
    origin,
  );
  const ctx: LinkCtx = {
    config,
    log,
    origin,
    now: Date.now,
    ...waysIn(database),
    ...{ analytics, domains, visitors, windows: limits.windows },
    mail: createMailer(config.mail),
    plans: createPlans(config, database.reads, analytics),
    payments: config.stripe && createPayments(config.stripe, log),
    forgetLink(domainId, slugKey) {
      links.forget(domainId, slugKey);
      news.tell();
    },
    forgetDomains() {
      links.forgetAll();
      news.tell();
    },
    prove: (domain) => findProof(domain, fetches),
    ...(await openInspection(config, log, database.db)),
    createInThread: null,
  };
  if (config.database.kind === "sqlite") ctx.createInThread = openBulkThread(ctx, database.whileOthersWait);
  return { ctx, links, geo: visitors.geo, news };
}

/** The ledger first: nothing that was answered may be lost. */
async function closeAll(
  { journal, analytics, database, unlock }: Stores,
  others: { close(): void }[],
): Promise<void> {
  await journal.close();
  await analytics.close();
  await database.close();
  for (const other of others) other.close();
  unlock();
}

/** The ways to addresses that users gave: of them webhooks alone may be let into private networks. */
function guardedFetches({ publicUrl, arePrivateWebhooksAllowed: isPrivateAllowed }: Config) {
  const fetchPublic = createPublicFetch({ publicUrl });
  return { fetchPublic, fetchHook: createPublicFetch({ publicUrl, isPrivateAllowed }) };
}

/** What is known of visitors beside what they send. */
async function openVisitors(config: Config, log: Log, db: Db) {
  const geo = await openGeo({ ...config.geo, cacheDir: join(config.dataDir, "geo") });
  log.info({ sources: geo.sources }, "geo databases");
  const secret = await serviceSecret(db, "redirect", randomText(43));
  return { geo, readAgent: agentReader(), secret };
}

/** How clicks are written down, and how one gets its id before that. */
async function openClicks({ config, db, visitors }: LinkCtx, salts: Salts) {
  const nonce = nonceCounter();
  const duplicates = createDuplicates(config.duplicateWindowMs);
  const secret = await serviceSecret(db, "clicks", randomText(43));
  return {
    steps: clickPipeline({ ...visitors, salts, duplicates, nonce }),
    newClick: newClicks(secret, nonce),
  };
}

type RedirectParts = Pick<RedirectDependencies, "links" | "newRequestId" | "counts" | "newClick" | "record">;

function openRedirect({ config, db, domains, now, visitors }: LinkCtx, parts: RedirectParts) {
  const { secret } = visitors;
  const isSecure = config.publicUrl.startsWith("https:");
  const passwordCookies = createPasswordCookies({ secret, isSecure, now });
  return createRedirect({
    ...parts,
    ...{ domains, now, passwordCookies, publicUrl: config.publicUrl },
    readAddress: readAddressBy(config.trust),
    readVisitor: visitorReader({ ...visitors, hasPassword: passwordCookies.holds }),
    checkPassword: passwordChecker(createPasswordAttempts()),
    uses: createUses(
      (wanted) => takeUses(db, config.database.kind, wanted),
      (linkId) => countUses(db, linkId),
    ),
    blockReason: (linkId) => blockReason(db, linkId),
  });
}

/** What is known of harmful destinations. @throws where a list cannot be read */
async function openInspection(
  config: Config,
  log: Log,
  db: Db,
): Promise<Pick<LinkCtx, "inspect" | "threats">> {
  const settings = { lists: config.abuseLists, webRisk: config.webRisk };
  const { inspect, ...threats } = await openThreats(settings, () => allBlockedDestinations(db), log);
  return { inspect, threats };
}

/** Opens what keeps links and keys, and nothing else: for the operator's command line, also while the service runs. */
export async function bootOperator(
  config: Config,
  log: Log,
): Promise<{ ctx: BlockCtx; close(): Promise<void> }> {
  const database = await openDatabase(config.database, (error) =>
    log.warn({ err: error }, "database connection lost"),
  );
  const domains = await openDomains(database.db, config);
  // The service learns of it by itself.
  const forgetLink = () => {};
  const shared = { config, log, origin: randomText(16), now: Date.now, ...waysIn(database) };
  const plans = createPlans(config, database.reads, null);
  const ctx = { ...shared, domains, forgetLink, plans, mail: createMailer(config.mail), payments: null };
  return { ctx, close: database.close };
}

function waysIn({ db, bulkTransaction, reads, needIndex }: OpenDatabase) {
  return { db, bulkTransaction, reads, needIndex };
}

type Stores = {
  database: OpenDatabase;
  analytics: Analytics;
  journal: Journal;
  folder: string;
  faults: Faults;
  unlock(): void;
  isSchemaReady: boolean;
};

/** What the store has goes, or on to those who are told of clicks. */
function openIngest({ analytics, journal, folder, faults, database }: Stores, log: Log) {
  const areAwaited = () => areClicksAwaited(database.reads);
  return createIngest({ analytics, journal, folder, log, faults, handOn: handOn(folder, areAwaited) });
}

async function openStores(config: Config, log: Log): Promise<Stores> {
  const unlock = lockFolder(config.dataDir);
  const onError = (err: unknown, what: string) => log.error({ err }, what);
  const database = await openDatabase(config.database, (error) => onError(error, "database connection lost"));
  const analytics = await openAnalytics(config.clickhouse);
  const folder = join(config.dataDir, "journal");
  const faults = config.fault ? killAt(config.fault) : noFaults;
  const { journalFsyncMs: fsyncMs, journalMaxBytes: maxBytes } = config;
  const journal = openJournal({ folder, fsyncMs, maxBytes, log, faults });
  return {
    database,
    analytics,
    journal,
    folder,
    faults,
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
