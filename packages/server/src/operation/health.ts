import type { Analytics } from "../analytics/client.ts";
import { within } from "../lib/within.ts";

export type Engines = { pingDatabase(): Promise<void>; analytics: Analytics; isJournalWriting(): boolean };

export type Readiness = {
  /** `degraded`: links redirect and clicks are kept, but statistics wait. */
  status: "ok" | "degraded" | "unavailable";
  engines: { database: EngineState; clickhouse: EngineState; journal: EngineState };
};
type EngineState = "ok" | "unavailable";

const PATIENCE_MS = 2_000;

/** Asks each engine. Without the click store the service still does its work, so that alone does not make it unready. */
export async function checkReadiness({
  pingDatabase,
  analytics,
  isJournalWriting,
}: Engines): Promise<Readiness> {
  const [database, clickhouse] = await Promise.all([
    stateOf(pingDatabase()),
    stateOf(analytics.query("select 1")),
  ]);
  const engines = { database, clickhouse, journal: stateOfJournal(isJournalWriting()) };
  if (engines.database !== "ok" || engines.journal !== "ok") return { status: "unavailable", engines };
  return { status: clickhouse === "ok" ? "ok" : "degraded", engines };
}

function stateOfJournal(isWriting: boolean): EngineState {
  return isWriting ? "ok" : "unavailable";
}

async function stateOf(answer: Promise<unknown>): Promise<EngineState> {
  return within(PATIENCE_MS, answer).then(
    () => "ok",
    () => "unavailable",
  );
}
