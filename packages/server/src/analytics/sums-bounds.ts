import type { Analytics } from "./client.ts";
import { daysStateTable } from "./days.ts";
import { stateTable } from "./sums.ts";
import { keepingsTable } from "./workspace-purges.ts";

/** Up to when sums by hour and by day answer, and up to when nothing else does; in milliseconds since 1970. */
export type SumsBounds = { closed: number; purged: number; daysClosed: number };

/**
 * What was read is believed for so long, by other processes than the one that moves bounds. They only move on: sums up to an older `closed` are
 * right, too, and single clicks go only minutes after `purged` has moved past them (`retention.ts`).
 */
const BELIEVED_MS = 30_000;

type Known = { byWorkspace: Map<string, Promise<SumsBounds>>; readAt: number; changes: number };
const known = new WeakMap<Analytics, Known>();

/** Of that workspace: single clicks may be gone earlier than others', by its plan. */
export function sumsBounds(analytics: Analytics, workspaceId: string): Promise<SumsBounds> {
  const { byWorkspace } = believedOf(analytics);
  const last = byWorkspace.get(workspaceId);
  if (last) return last;
  const bounds = readBounds(analytics, workspaceId);
  byWorkspace.set(workspaceId, bounds);
  bounds.catch(() => byWorkspace.delete(workspaceId));
  return bounds;
}

function believedOf(analytics: Analytics): Known {
  const last = known.get(analytics);
  const [changes, now] = [analytics.changes(), performance.now()];
  if (last && last.changes === changes && now - last.readAt < BELIEVED_MS) return last;
  const fresh = { byWorkspace: new Map(), readAt: now, changes };
  known.set(analytics, fresh);
  return fresh;
}

async function readBounds(analytics: Analytics, workspace: string): Promise<SumsBounds> {
  const of = (column: string, table: string) =>
    `(select toUnixTimestamp(argMax(${column}, version)) * 1000 from ${table})`;
  const [row] = await analytics.query<SumsBounds>(
    `select ${of("closed", stateTable(analytics))} as closed, ${of("closed", daysStateTable(analytics))} as daysClosed,
       greatest(${of("purged", stateTable(analytics))},
         (select toUnixTimestamp(max(purged)) * 1000 from ${keepingsTable(analytics)} where workspace = {workspace:String})) as purged`,
    { workspace },
  );
  return row ?? { closed: 0, purged: 0, daysClosed: 0 };
}
