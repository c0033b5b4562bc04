import { askJumps } from "../analytics/questions/jumps.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { emit } from "../core/outbox.ts";
import { insertAlert } from "../db/alerts.ts";
import { readJobCursor, writeJobCursor } from "../db/job-cursors.ts";
import type { OutboxRow } from "../db/outbox.ts";
import { HOUR_MS, iso, MINUTE_MS } from "../lib/time.ts";

/** Fewer are no news, whatever is usual. */
const LEAST_CLICKS = 100;
const TIMES_USUAL = 10;
const MOST_LINKS = 1_000;
/** By then the hour's last clicks have come in. */
const GRACE_MS = 5 * MINUTE_MS;
const TRAFFIC_CURSOR = "alerts.traffic";

/** A reaction to `link.broken`: those who want to know are told of it by `jobs/tell-alerts.ts`. */
export async function noteBroken(ctx: LinkCtx, event: OutboxRow): Promise<void> {
  const { id, outcome } = JSON.parse(event.data) as { id: string; outcome?: string };
  await insertAlert(ctx.db, {
    ...{ workspace_id: event.workspace_id, kind: "broken_links", subject: id, period: event.id },
    ...{ data: JSON.stringify({ outcome }), created_at: event.created_at },
  });
}

/** Looks at each whole hour once, and notes links with many times their usual clicks: each once a day (UTC). */
export async function findJumps(ctx: LinkCtx): Promise<void> {
  const now = ctx.now();
  const hour = Math.floor((now - GRACE_MS) / HOUR_MS) * HOUR_MS - HOUR_MS;
  const cursor = await readJobCursor(ctx.db, TRAFFIC_CURSOR);
  if (cursor && Number(cursor.position) >= hour) return;
  const asked = { hour, least: LEAST_CLICKS, times: TIMES_USUAL, limit: MOST_LINKS };
  for (const { workspace, link, clicks, usual } of await askJumps(ctx.analytics, asked)) {
    const data = { id: link, clicks, usual: Math.round(usual * 10) / 10, hour: iso(hour) };
    await note(
      ctx,
      { workspaceId: workspace, kind: "traffic", subject: link, period: iso(hour).slice(0, 10) },
      data,
    );
  }
  await writeJobCursor(ctx.db, TRAFFIC_CURSOR, { position: String(hour), updatedAt: now });
}

type Noted = { workspaceId: string; kind: "traffic" | "quota"; subject: string; period: string };
const EVENTS = { traffic: "link.traffic_jumped", quota: "quota.reached" } as const;

/** Notes it for mails, and tells webhooks; once for a subject and period. */
export async function note(ctx: LinkCtx, noted: Noted, data: Record<string, unknown>): Promise<void> {
  const { workspaceId, kind, subject, period } = noted;
  await ctx.db.transaction().execute(async (trx) => {
    const row = { workspace_id: workspaceId, kind, subject, period, created_at: ctx.now() };
    if (!(await insertAlert(trx, { ...row, data: JSON.stringify(data) }))) return;
    const said = kind === "quota" ? { quota: data } : data;
    await emit(ctx, trx, { type: EVENTS[kind], workspaceId, data: said });
  });
}
