import { prepareSchema } from "../analytics/schema.ts";
import { type IngestDependencies, ingest } from "../clicks/ingest.ts";
import type { Salts } from "../clicks/salts.ts";
import type { Ctx } from "../core/ctx.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../lib/time.ts";
import { within } from "../lib/within.ts";
import { clean } from "./clean.ts";
import { every } from "./every.ts";
import { relay } from "./relay.ts";
import { renewSalts } from "./salts.ts";

/** Each insert costs some 20 ms whatever is in it, and a click may be a second old before it is counted. */
const INGEST_PAUSE_MS = 1_000;
const INGEST_MAX_PAUSE_MS = 10_000;
const LAST_INGEST_MS = 5_000;

export type JobDependencies = {
  ctx: Ctx;
  salts: Salts;
  ingestion: IngestDependencies;
  ingested: { clicks: number };
  isSchemaReady: boolean;
};

/** Starts everything that happens by itself. Stopping lets each job end, and hands the last clicks on if the store takes them. */
export function startJobs({ ctx, salts, ingestion, ingested, isSchemaReady }: JobDependencies): {
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
