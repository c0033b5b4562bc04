import type { Analytics } from "../analytics/client.ts";
import { askTotals } from "../analytics/questions/totals.ts";
import { boundsOfMonth, monthOf } from "../lib/months.ts";
import { SECOND_MS } from "../lib/time.ts";
import { within } from "../lib/within.ts";

type Known = { period: string; clicks: Promise<number | null>; until: number };

const KNOWN_MS = 30 * SECOND_MS;
const MOST_KNOWN = 100_000;
/** Whoever makes a link waits no longer. */
const PATIENCE_MS = SECOND_MS;

/**
 * How many clicks and scans by people each workspace had in the month, out of the same ledger as its statistics, asked every half minute at most.
 * null where that is not known: there is no click store, or it does not answer.
 */
export function createClickCounts(
  analytics: Analytics | null,
): (workspaceId: string, now: number) => Promise<number | null> {
  const known = new Map<string, Known>();
  return async (workspaceId, now) => {
    if (!analytics) return null;
    const period = monthOf(now);
    const hit = known.get(workspaceId);
    if (hit && hit.period === period && performance.now() < hit.until) return hit.clicks;
    if (known.size >= MOST_KNOWN) known.clear();
    const clicks = within(PATIENCE_MS, askClicks(analytics, workspaceId, now)).catch(() =>
      hit?.period === period ? hit.clicks : null,
    );
    known.set(workspaceId, { period, clicks, until: performance.now() + KNOWN_MS });
    return clicks;
  };
}

async function askClicks(analytics: Analytics, workspaceId: string, now: number): Promise<number> {
  const selection = { workspaceId, ...boundsOfMonth(now), includeBots: false, filters: {} };
  const { clicks = 0, scans = 0 } = await askTotals(analytics, selection, ["clicks", "scans"]);
  return clicks + scans;
}
