import type { FetchPublic } from "../adapters/web/fetch-public.ts";
import { prepareSchema } from "../analytics/schema.ts";
import type { Ingest } from "../clicks/ingest.ts";
import type { Salts } from "../clicks/salts.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../lib/time.ts";
import { within } from "../lib/within.ts";
import { clean } from "./clean.ts";
import { attributeConversions, copyConversions } from "./conversions.ts";
import { createDeliverer } from "./deliver.ts";
import { checkDomains, refreshDomains } from "./domains.ts";
import { every } from "./every.ts";
import { checkHealth } from "./health.ts";
import { judgeTask, recheckByLists, recheckByWebRisk, refreshLists } from "./recheck.ts";
import { reclassify } from "./reclassify.ts";
import { relay } from "./relay.ts";
import { keepClicks } from "./retention.ts";
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
  ingest: Ingest;
  isSchemaReady: boolean;
  /** The guarded way to addresses that users gave. */
  fetchPublic: FetchPublic;
  /** The same for webhooks, which may be let into private networks. */
  fetchHook: FetchPublic;
  /** Writes the database's log into its file. */
  checkpoint(): Promise<void>;
  /** Forgets what others have written; it has read what there was. */
  follow(): Promise<void>;
};

/** Starts everything that happens by itself. Stopping lets each job end, and hands the last clicks on if the store takes them. */
export function startJobs({
  ctx,
  salts,
  ingest,
  isSchemaReady,
  fetchPublic,
  fetchHook,
  checkpoint,
  follow,
}: JobDependencies): { stop(): Promise<void> } {
  let schemaReady = isSchemaReady;
  const stopping = new AbortController();
  async function ingestAll(signal: AbortSignal): Promise<void> {
    if (!schemaReady) await prepareSchema(ctx.analytics);
    schemaReady = true;
    await ingest.run(signal);
  }
  const ingesting = every(
    INGEST_PAUSE_MS,
    ctx.log,
    "ingest",
    () => ingestAll(stopping.signal),
    INGEST_MAX_PAUSE_MS,
  );
  const deliverer = createDeliverer(ctx, fetchHook);
  const others = [
    every(SECOND_MS, ctx.log, "relay", () => relay(ctx)),
    every(SECOND_MS, ctx.log, "deliver", deliverer.deliver),
    every(20 * SECOND_MS, ctx.log, "domains", () => checkDomains(ctx)),
    every(30 * SECOND_MS, ctx.log, "domain registry", () => refreshDomains(ctx), MINUTE_MS),
    every(SECOND_MS, ctx.log, "tasks", () =>
      doTasks(ctx, { title: titleTask(ctx, fetchPublic), judge: judgeTask(ctx) }),
    ),
    every(HEALTH_PAUSE_MS, ctx.log, "health", () => checkHealth(ctx, fetchPublic), MINUTE_MS),
    every(SECOND_MS, ctx.log, "checkpoint", checkpoint),
    every(SECOND_MS, ctx.log, "invalidations", follow),
    every(5 * SECOND_MS, ctx.log, "abuse lists", () => refreshLists(ctx)),
    every(SECOND_MS, ctx.log, "recheck by lists", () => recheckByLists(ctx), MINUTE_MS),
    every(SECOND_MS, ctx.log, "recheck by Web Risk", () => recheckByWebRisk(ctx), MINUTE_MS),
    every(10 * SECOND_MS, ctx.log, "reclassify", () => reclassify(ctx), MINUTE_MS),
    every(5 * MINUTE_MS, ctx.log, "keep clicks", () => keepClicks(ctx, stopping.signal)),
    every(MINUTE_MS, ctx.log, "salts", () => renewSalts(ctx, salts)),
    every(SECOND_MS, ctx.log, "attribute conversions", () => attributeConversions(ctx), MINUTE_MS),
    every(SECOND_MS, ctx.log, "copy conversions", () => copyConversions(ctx), MINUTE_MS),
    every(HOUR_MS, ctx.log, "clean", () => clean(ctx)),
  ];
  return {
    async stop() {
      // Many segments may be waiting: the next start goes on with them.
      stopping.abort();
      await Promise.all([ingesting, deliverer, ...others].map((job) => job.stop()));
      await within(LAST_INGEST_MS, ingestAll(AbortSignal.timeout(LAST_INGEST_MS))).catch((error: unknown) => {
        ctx.log.warn({ err: error }, "the last clicks stay in the journal until the next start");
      });
    },
  };
}
