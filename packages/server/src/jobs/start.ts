import type { FetchPublic } from "../adapters/web/fetch-public.ts";
import { prepareSchema } from "../analytics/schema.ts";
import { type IngestDependencies, ingest } from "../clicks/ingest.ts";
import type { Salts } from "../clicks/salts.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../lib/time.ts";
import { within } from "../lib/within.ts";
import { clean } from "./clean.ts";
import { checkDomains, refreshDomains } from "./domains.ts";
import { every } from "./every.ts";
import { checkHealth } from "./health.ts";
import { judgeTask, recheckByLists, recheckByWebRisk, refreshLists } from "./recheck.ts";
import { relay } from "./relay.ts";
import { renewSalts } from "./salts.ts";
import { doTasks } from "./tasks.ts";
import { titleTask } from "./titles.ts";

/** Each insert costs some 20 ms whatever is in it, and a click may be a second old before it is counted. */
const INGEST_PAUSE_MS = 1_000;
const INGEST_MAX_PAUSE_MS = 10_000;
const LAST_INGEST_MS = 5_000;
const HEALTH_PAUSE_MS = 10_000;

export type JobDependencies = {
  ctx: LinkCtx;
  salts: Salts;
  ingestion: IngestDependencies;
  ingested: { clicks: number };
  isSchemaReady: boolean;
  /** The guarded way to addresses that users gave. */
  fetchPublic: FetchPublic;
  /** Forgets what others have written; it has read what there was. */
  follow(): Promise<void>;
};

/** Starts everything that happens by itself. Stopping lets each job end, and hands the last clicks on if the store takes them. */
export function startJobs({
  ctx,
  salts,
  ingestion,
  ingested,
  isSchemaReady,
  fetchPublic,
  follow,
}: JobDependencies): {
  stop(): Promise<void>;
} {
  let schemaReady = isSchemaReady;
  async function ingestAll(): Promise<void> {
    if (!schemaReady) await prepareSchema(ingestion.analytics);
    schemaReady = true;
    ingested.clicks += await ingest(ingestion);
  }
  const ingesting = every(INGEST_PAUSE_MS, ctx.log, "ingest", ingestAll, INGEST_MAX_PAUSE_MS);
  const others = [
    every(SECOND_MS, ctx.log, "relay", () => relay(ctx)),
    every(20 * SECOND_MS, ctx.log, "domains", () => checkDomains(ctx)),
    every(30 * SECOND_MS, ctx.log, "domain registry", () => refreshDomains(ctx), MINUTE_MS),
    every(SECOND_MS, ctx.log, "tasks", () =>
      doTasks(ctx, { title: titleTask(ctx, fetchPublic), judge: judgeTask(ctx) }),
    ),
    every(HEALTH_PAUSE_MS, ctx.log, "health", () => checkHealth(ctx, fetchPublic), MINUTE_MS),
    every(SECOND_MS, ctx.log, "invalidations", follow),
    every(5 * SECOND_MS, ctx.log, "abuse lists", () => refreshLists(ctx)),
    every(SECOND_MS, ctx.log, "recheck by lists", () => recheckByLists(ctx), MINUTE_MS),
    every(SECOND_MS, ctx.log, "recheck by Web Risk", () => recheckByWebRisk(ctx), MINUTE_MS),
    every(MINUTE_MS, ctx.log, "salts", () => renewSalts(ctx, salts)),
    every(HOUR_MS, ctx.log, "clean", () => clean(ctx)),
  ];
  return {
    async stop() {
      await Promise.all([ingesting, ...others].map((job) => job.stop()));
      await within(LAST_INGEST_MS, ingestAll()).catch((error: unknown) => {
        ctx.log.warn({ err: error }, "the last clicks stay in the journal until the next start");
      });
    },
  };
}
