import type { FetchPublic } from "../adapters/web/fetch-public.ts";
import { prepareSchema } from "../analytics/schema.ts";
import type { Ingest } from "../clicks/ingest.ts";
import type { Salts } from "../clicks/salts.ts";
import type { Role } from "../config.ts";
import type { ApiLog } from "../core/api-log.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../lib/time.ts";
import { within } from "../lib/within.ts";
import { billingChecks, endPlans } from "./billing.ts";
import { clean } from "./clean.ts";
import { clearWorkspaces } from "./clear-workspaces.ts";
import { tellClicks } from "./click-webhooks.ts";
import { attributeConversions, copyConversions } from "./conversions.ts";
import { createDeliverer, type Deliverer } from "./deliver.ts";
import { checkDomains, refreshDomains } from "./domains.ts";
import { every, type Job } from "./every.ts";
import { findJumps } from "./find-alerts.ts";
import { checkHealth } from "./health.ts";
import { keepAudit } from "./keep-audit.ts";
import { sendMails } from "./mails.ts";
import { findQuotas } from "./quota-alerts.ts";
import { judgeTask, recheckByLists, recheckByWebRisk, refreshLists } from "./recheck.ts";
import { reclassify } from "./reclassify.ts";
import { relay } from "./relay.ts";
import { keepClicks } from "./retention.ts";
import { renewSalts } from "./salts.ts";
import { sendSummaries } from "./summaries.ts";
import { doTasks } from "./tasks.ts";
import { tellAlerts } from "./tell-alerts.ts";
import { titleTask } from "./titles.ts";

/** Each insert costs some 20 ms whatever is in it, and a click may be a second old before it is counted. */
const INGEST_PAUSE_MS = 1_000;
const INGEST_MAX_PAUSE_MS = 10_000;
const LAST_INGEST_MS = 5_000;
const HEALTH_PAUSE_MS = 10_000;

export type JobDependencies = {
  ctx: LinkCtx;
  salts: Salts;
  ingest: Ingest;
  /** The folder of segments whose clicks webhooks are to be told of. */
  clicksToTell: string;
  isSchemaReady: boolean;
  /** The guarded way to addresses that users gave. */
  fetchPublic: FetchPublic;
  /** The same for webhooks, which may be let into private networks. */
  fetchHook: FetchPublic;
  /** Writes the database's log into its file. */
  checkpoint(): Promise<void>;
  /** Forgets what others have written; it has read what there was. */
  follow(): Promise<void>;
  apiLog: Pick<ApiLog, "flush">;
};

/** Starts everything that happens by itself in a process of this role. Stopping lets each job end, and hands the last clicks on if the store takes them. */
export function startJobs(dependencies: JobDependencies): { stop(): Promise<void> } {
  const { ctx, ingest, isSchemaReady, fetchHook, apiLog } = dependencies;
  let schemaReady = isSchemaReady;
  const stopping = new AbortController();
  async function ingestAll(signal: AbortSignal): Promise<void> {
    if (!schemaReady) await prepareSchema(ctx.analytics);
    schemaReady = true;
    await ingest.run(signal);
  }
  const { signal } = stopping;
  const ingesting = every(INGEST_PAUSE_MS, ctx.log, "ingest", () => ingestAll(signal), INGEST_MAX_PAUSE_MS);
  const deliverer = createDeliverer(ctx, fetchHook);
  const others = [
    ...ownJobs(dependencies, signal),
    ...(isWorker(ctx.config.role) ? sharedJobs(dependencies, deliverer, signal) : []),
  ];
  return {
    async stop() {
      // Many segments may be waiting: the next start goes on with them.
      stopping.abort();
      await Promise.all([ingesting, deliverer, ...others].map((job) => job.stop()));
      await within(LAST_INGEST_MS, ingestAll(AbortSignal.timeout(LAST_INGEST_MS))).catch((error: unknown) => {
        ctx.log.warn({ err: error }, "the last clicks stay in the journal until the next start");
      });
      await within(LAST_INGEST_MS, apiLog.flush()).catch((error: unknown) => {
        ctx.log.warn({ err: error }, "the last requests are missing in the API log");
      });
    },
  };
}

/** Whether the process does the work that is there once for all of them, and not only its own. */
function isWorker(role: Role): boolean {
  return role === "all" || role === "worker";
}

/** What each process does for itself, whatever its role: keep in step with its neighbours, and look after its own journal and memory. */
function ownJobs(
  { ctx, salts, clicksToTell, checkpoint, follow, apiLog }: JobDependencies,
  signal: AbortSignal,
): Job[] {
  const { log } = ctx;
  return [
    every(SECOND_MS, log, "checkpoint", checkpoint),
    every(SECOND_MS, log, "invalidations", follow),
    every(30 * SECOND_MS, log, "domain registry", () => refreshDomains(ctx), MINUTE_MS),
    every(5 * SECOND_MS, log, "abuse lists", () => refreshLists(ctx)),
    every(SECOND_MS, log, "API log", apiLog.flush),
    every(SECOND_MS, log, "tell clicks", () => tellClicks(ctx, clicksToTell, signal)),
    every(MINUTE_MS, log, "salts", () => renewSalts(ctx, salts)),
  ];
}

/** What somebody has to do, and several may do at once. */
function sharedJobs(dependencies: JobDependencies, { deliver }: Deliverer, signal: AbortSignal): Job[] {
  const { ctx } = dependencies;
  return [
    every(SECOND_MS, ctx.log, "relay", () => relay(ctx)),
    every(SECOND_MS, ctx.log, "deliver", deliver),
    every(HOUR_MS, ctx.log, "clean", () => clean(ctx)),
    ...linkJobs(dependencies),
    ...clickJobs(ctx, signal),
    ...accountJobs(ctx, signal),
  ];
}

/** What is looked after of links, their destinations and domains. */
function linkJobs({ ctx, fetchPublic }: JobDependencies): Job[] {
  const { log } = ctx;
  const tasks = { title: titleTask(ctx, fetchPublic), judge: judgeTask(ctx) };
  return [
    every(20 * SECOND_MS, log, "domains", () => checkDomains(ctx)),
    every(SECOND_MS, log, "tasks", () => doTasks(ctx, tasks)),
    every(HEALTH_PAUSE_MS, log, "health", () => checkHealth(ctx, fetchPublic), MINUTE_MS),
    every(SECOND_MS, log, "recheck by lists", () => recheckByLists(ctx), MINUTE_MS),
    every(SECOND_MS, log, "recheck by Web Risk", () => recheckByWebRisk(ctx), MINUTE_MS),
  ];
}

/** What becomes of clicks once they are in the ledger. */
function clickJobs(ctx: LinkCtx, signal: AbortSignal): Job[] {
  const { log } = ctx;
  return [
    every(10 * SECOND_MS, log, "reclassify", () => reclassify(ctx), MINUTE_MS),
    every(5 * MINUTE_MS, log, "keep clicks", () => keepClicks(ctx, signal)),
    every(SECOND_MS, log, "attribute conversions", () => attributeConversions(ctx), MINUTE_MS),
    every(SECOND_MS, log, "copy conversions", () => copyConversions(ctx), MINUTE_MS),
    every(MINUTE_MS, log, "unusual traffic", () => findJumps(ctx)),
  ];
}

/** What people and workspaces are told, and what ends for them. */
function accountJobs(ctx: LinkCtx, signal: AbortSignal): Job[] {
  const { log } = ctx;
  return [
    every(SECOND_MS, log, "mails", () => sendMails(ctx, signal)),
    every(MINUTE_MS, log, "summaries", () => sendSummaries(ctx, signal)),
    every(5 * MINUTE_MS, log, "quotas", () => findQuotas(ctx)),
    every(MINUTE_MS, log, "alerts", () => tellAlerts(ctx)),
    every(10 * SECOND_MS, log, "clear workspaces", () => clearWorkspaces(ctx, signal), MINUTE_MS),
    every(HOUR_MS, log, "keep audit logs", () => keepAudit(ctx, signal)),
    every(10 * SECOND_MS, log, "end plans", () => endPlans(ctx)),
    every(MINUTE_MS, log, "billing", billingChecks(ctx), 10 * MINUTE_MS),
  ];
}
