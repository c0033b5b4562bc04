import type { Analytics } from "../analytics/client.ts";
import { within } from "../lib/within.ts";

export type Engines = {
  pingDatabase(): Promise<void>;
  /** null where there is none. */
  pingRedis?: (() => Promise<void>) | null;
  analytics: Analytics;
  journal(): { status: JournalState };
};

export type Readiness = {
  /** `degraded`: links redirect, but statistics wait, clicks are only in memory, or limits are counted by each process for itself. */
  status: "ok" | "degraded" | "unavailable";
  engines: { database: EngineState; clickhouse: EngineState; journal: JournalState; redis?: EngineState };
  /** What is wrong, a sentence each; not there where nothing is. */
  reasons?: string[];
};
type EngineState = "ok" | "unavailable";
type JournalState = "ok" | "full" | "failing";

const PATIENCE_MS = 2_000;
const REASONS: Record<string, string> = {
  database: "The database does not answer: only links that are in memory redirect.",
  clickhouse: "ClickHouse does not answer: clicks wait in the journal.",
  redis: "Redis does not answer: each process counts limits for itself.",
  full: "The journal has no room (its bound, or its share of the disk): clicks wait in memory, and are dropped once that is full.",
  failing: "The journal cannot be written: clicks wait in memory, and are dropped once that is full.",
};

/**
 * Asks each engine. What ends at the database alone makes the service unready: without the others links redirect, and to take every node out
 * for a disk or a ClickHouse that all of them share would end that, too.
 */
export async function checkReadiness({
  pingDatabase,
  pingRedis,
  analytics,
  journal,
}: Engines): Promise<Readiness> {
  const [database, clickhouse, redis] = await Promise.all([
    stateOf(pingDatabase()),
    stateOf(analytics.query("select 1")),
    pingRedis && stateOf(pingRedis()),
  ]);
  const engines = { database, clickhouse, journal: journal().status, ...(redis && { redis }) };
  const troubles = [
    database !== "ok" && "database",
    clickhouse !== "ok" && "clickhouse",
    redis === "unavailable" && "redis",
    engines.journal,
  ];
  const reasons = troubles.flatMap((trouble) => (trouble && REASONS[trouble]) || []);
  if (reasons.length === 0) return { status: "ok", engines };
  return { status: database === "ok" ? "degraded" : "unavailable", engines, reasons };
}

async function stateOf(answer: Promise<unknown>): Promise<EngineState> {
  return within(PATIENCE_MS, answer).then(
    () => "ok",
    () => "unavailable",
  );
}
