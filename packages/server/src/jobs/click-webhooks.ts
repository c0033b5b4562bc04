import { createHash } from "node:crypto";
import { statSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import type { Clicked } from "@visoli/contract/click-hook";
import { CLICK_EVENT, type Event } from "@visoli/contract/event";
import type { ClickView } from "../analytics/questions/click-columns.ts";
import { clickOfRow } from "../analytics/questions/click-of-row.ts";
import type { ClickRow } from "../analytics/row.ts";
import { listSegmentsBeside } from "../clicks/segments.ts";
import { isAsWritten, keepRefused, sortLines } from "../clicks/whole-lines.ts";
import type { LinkCtx } from "../core/ctx.ts";
import type { LinkRow } from "../db/links.ts";
import { linksById } from "../db/links-by-id.ts";
import { isDatabaseUnavailable } from "../db/unavailable.ts";
import { type ClickWebhook, clickWebhooks, countWaiting, noteMissed } from "../db/webhook-clicks.ts";
import { insertDeliveries, type Told } from "../db/webhook-events.ts";
import { iso } from "../lib/time.ts";
import { clickViews, type ReadView } from "../stats/click-view.ts";
import { actorOf, visibleTo } from "../webhooks/visible.ts";
import { type Batch, batchesFor, chunks, isAskedFor, TOLD_WITHIN_MS } from "./click-batches.ts";

/** So many deliveries of clicks wait for a webhook, 100,000 clicks; what comes on top is not told but by its time. */
const MOST_WAITING = 1_000;
const LINKS_AT_ONCE = 500;

/**
 * Tells webhooks of the clicks of each segment that the click store has, oldest first: so what is told is what is counted. A segment goes
 * once everybody's deliveries are written; broken off, it is told again, under the same ids, of which the database takes each once. One
 * that cannot be told holds up no other; after a day it is put aside. @throws where one could not be told: later, then
 */
export async function tellClicks(ctx: LinkCtx, folder: string, signal?: AbortSignal): Promise<void> {
  const readView = clickViews(ctx);
  const failures: unknown[] = [];
  for (const name of await listSegmentsBeside(folder)) {
    if (signal?.aborted) return;
    const webhooks = await allowed(ctx, await clickWebhooks(ctx.db));
    try {
      if (webhooks.length > 0) await tellSegment(ctx, readView, webhooks, { folder, name });
      unlinkSync(join(folder, name));
    } catch (error) {
      if (isDatabaseUnavailable(error)) throw error;
      failures.push(error);
      const { mtimeMs } = statSync(join(folder, name));
      if (ctx.now() - mtimeMs > TOLD_WITHIN_MS) keepRefused(folder, name);
    }
  }
  if (failures.length > 0) throw failures[0];
}

/** Single clicks are something that a plan may lack. */
async function allowed(ctx: LinkCtx, webhooks: ClickWebhook[]): Promise<ClickWebhook[]> {
  const plans = await Promise.all(webhooks.map(({ workspace_id }) => ctx.plans.of(workspace_id)));
  return webhooks.filter((_, index) => plans[index]?.statistics === "full");
}

async function tellSegment(
  ctx: LinkCtx,
  readView: ReadView,
  webhooks: ClickWebhook[],
  { folder, name }: { folder: string; name: string },
): Promise<void> {
  const byWorkspace = Map.groupBy(webhooks, ({ workspace_id }) => workspace_id);
  const rows = rowsOf(folder, name, new Set(byWorkspace.keys()));
  for (const [workspaceId, hooks] of byWorkspace) {
    const asked = hooks.map((webhook) => ({ webhook, rows: rows.filter((row) => isAskedFor(webhook, row)) }));
    const links = await linksOf(
      ctx,
      workspaceId,
      asked.flatMap((one) => one.rows),
    );
    if (links.size === 0) continue;
    const view = await readView(new Set([workspaceId]));
    for (const one of asked) if (one.rows.length > 0) await tell(ctx, view, links, one.webhook, one.rows);
  }
}

/** The workspaces' clicks in the segment. A line that is not as it was written is in no statistics either. */
function rowsOf(folder: string, name: string, workspaceIds: ReadonlySet<string>): ClickRow[] {
  const isTheirs = (line: Buffer) =>
    workspaceIds.size > 50 || [...workspaceIds].some((id) => line.includes(id));
  const { whole } = sortLines(folder, name, (line) => isTheirs(line) && isAsWritten(line));
  const rows = whole.flatMap((line) => parsed(line));
  return rows.filter(({ workspace }) => workspaceIds.has(workspace));
}

function parsed(line: Buffer): ClickRow[] {
  try {
    return [JSON.parse(line.toString("utf8")) as ClickRow];
  } catch {
    return [];
  }
}

async function linksOf(ctx: LinkCtx, workspaceId: string, rows: ClickRow[]): Promise<Map<string, LinkRow>> {
  const ids = [...new Set(rows.map(({ link }) => link))];
  const found = new Map<string, LinkRow>();
  for (const some of chunks(ids, LINKS_AT_ONCE))
    for (const link of await linksById(ctx.db, workspaceId, some)) found.set(link.id, link);
  return found;
}

async function tell(
  ctx: LinkCtx,
  view: ClickView,
  links: Map<string, LinkRow>,
  webhook: ClickWebhook,
  rows: ClickRow[],
): Promise<void> {
  const visible = await visibleTo(ctx.db, actorOf(webhook));
  const { batches, late } = batchesFor(webhook, rows, { links, visible, now: ctx.now() });
  const room = MOST_WAITING - (batches.length > 0 ? await countWaiting(ctx.db, webhook.id, MOST_WAITING) : 0);
  const told = batches.slice(0, room);
  const before = missedBefore(webhook);
  const missed = spanOf([...late, ...batches.slice(room).flatMap((batch) => batch.rows)], before);
  if (told.length === 0 && !missed) return;
  const events = told.map((batch, index) =>
    eventOf(
      ctx,
      view,
      webhook,
      batch,
      index === 0 && missed ? { missed: { start: iso(missed.start), end: iso(missed.end) } } : {},
    ),
  );
  await ctx.db.transaction().execute(async (trx) => {
    await insertDeliveries(trx, ctx.config.database.kind, events, ctx.now());
    const left = events.length > 0 ? null : missed;
    if (left || before) await noteMissed(trx, webhook.webhook_id, left);
  });
}

function eventOf(
  ctx: LinkCtx,
  view: ClickView,
  webhook: ClickWebhook,
  { folderId, rows }: Batch,
  missed: Pick<Clicked, "missed">,
): Told {
  const clicks = rows.map((row) => clickOfRow(row, view));
  // The same clicks told again are the same event.
  const hash = createHash("sha256").update(`${webhook.id} ${clicks[0]?.id}`).digest("hex");
  const id = `evt_${hash.slice(0, 24)}`;
  const data: Clicked = { clicks, ...missed };
  const timestamp = clicks.at(-1)?.at ?? iso(ctx.now());
  const payload: Event = { id, type: CLICK_EVENT, timestamp, data };
  return {
    event: {
      ...{ id, type: CLICK_EVENT, workspace_id: webhook.workspace_id, folder_id: folderId },
      ...{ payload: JSON.stringify(payload), created_at: ctx.now() },
    },
    webhookIds: [webhook.id],
  };
}

type Span = { start: number; end: number };

function missedBefore({ missed_start: start, missed_end: end }: ClickWebhook): Span | null {
  return start === null || end === null ? null : { start, end };
}

/** The time from the first of them to just past the last, and what was missed before. */
function spanOf(rows: ClickRow[], before: Span | null): Span | null {
  let span = before;
  for (const { at } of rows)
    span = { start: Math.min(span?.start ?? at, at), end: Math.max(span?.end ?? 0, at + 1) };
  return span;
}
