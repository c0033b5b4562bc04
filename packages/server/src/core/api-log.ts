import { type ApiRequestRow, insertApiRequests, prepareApiRequests } from "../analytics/api-requests.ts";
import { type Analytics, AnalyticsUnavailable } from "../analytics/client.ts";
import type { Log } from "./ctx.ts";

/** What the API was asked, on its way to the click store. It is a log, not the ledger: what is in memory when the process dies is lost. */
export type ApiLog = {
  /** Costs next to nothing, and waits for nobody. */
  add(request: ApiRequestRow): void;
  /** Hands on what there is. @throws AnalyticsUnavailable where it stays in memory until the next time */
  flush(): Promise<void>;
  counts: ApiLogFigures;
};
export type ApiLogFigures = { written: number; dropped: number };

const BATCH = 1_000;
/** Some megabytes; what comes on top is dropped and counted. */
const MOST_WAITING = 20_000;

/** `origin` names this process, so that what is handed on twice is there once. */
export function createApiLog(analytics: Analytics, log: Log, origin: string): ApiLog {
  const counts: ApiLogFigures = { written: 0, dropped: 0 };
  let waiting: ApiRequestRow[] = [];
  let batch: { rows: ApiRequestRow[]; token: string } | null = null;
  let batches = 0;
  let isPrepared = false;
  let flushing: Promise<void> | null = null;

  async function flushAll(): Promise<void> {
    while (batch || waiting.length > 0) {
      if (!batch) {
        batch = { rows: waiting.slice(0, BATCH), token: `api-${origin}-${batches++}` };
        waiting = waiting.slice(BATCH);
      }
      await handOn(batch);
      batch = null;
    }
  }

  async function handOn({ rows, token }: { rows: ApiRequestRow[]; token: string }): Promise<void> {
    try {
      // It may have been away when the service started.
      if (!isPrepared) await prepareApiRequests(analytics);
      isPrepared = true;
      await insertApiRequests(analytics, rows, token);
      counts.written += rows.length;
    } catch (error) {
      if (error instanceof AnalyticsUnavailable) throw error;
      // The same would be refused again.
      isPrepared = false;
      counts.dropped += rows.length;
      log.error({ err: error, rows: rows.length }, "the click store does not take requests of the API log");
    }
  }

  function flush(): Promise<void> {
    flushing ??= flushAll().finally(() => {
      flushing = null;
    });
    return flushing;
  }

  function add(request: ApiRequestRow): void {
    if (waiting.length >= MOST_WAITING) {
      counts.dropped++;
      return;
    }
    waiting.push(request);
    // Where a batch is stuck, the next turn tries it again, and says so.
    if (waiting.length >= BATCH && !flushing && !batch) flush().catch(() => {});
  }

  return { add, flush, counts };
}
