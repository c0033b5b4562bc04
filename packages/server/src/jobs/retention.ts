import { AnalyticsUnavailable } from "../analytics/client.ts";
import { purgeClicks } from "../analytics/retention.ts";
import { refreshSums } from "../analytics/sums-refresh.ts";
import type { ClickCtx } from "../core/ctx.ts";
import { type JobCursor, moveJobCursor, readJobCursor, writeJobCursor } from "../db/job-cursors.ts";
import { DAY_MS, MINUTE_MS } from "../lib/time.ts";
import { eraseDue } from "./erase.ts";
import { keepByPlan } from "./plan-retention.ts";

const NAME = "clicks kept";
/** Longer than one run takes, or else another process begins beside it, which does no harm but costs. */
const LEASE_MS = 15 * MINUTE_MS;

/** Erases what is to be erased, brings the sums up to date, and removes single clicks that are past their time; in that order. */
export async function keepClicks(ctx: ClickCtx, signal?: AbortSignal): Promise<void> {
  const lease = await takeLease(ctx);
  if (!lease) return;
  try {
    await eraseDue(ctx);
    const days = ctx.config.clickRetentionDays;
    // By day, only what is about to go: these sums take as much room as the clicks, or more (docs/decisions/0021).
    const daysUntil = days === null ? 0 : ctx.now() - (days - 1) * DAY_MS;
    const areSumsWhole = await refreshSums(ctx.analytics, ctx.now(), { signal, daysUntil });
    if (!areSumsWhole) return;
    if (days !== null) await purgeClicks(ctx.analytics, ctx.now() - days * DAY_MS);
    if (ctx.config.isRetentionByPlan) await keepByPlan(ctx);
  } catch (error) {
    if (!(error instanceof AnalyticsUnavailable)) throw error;
    ctx.log.warn({ err: error }, "the click store does not answer; sums of clicks wait");
  } finally {
    await moveJobCursor(ctx.db, NAME, lease, { position: "", updatedAt: 0 });
  }
}

/** One process at a time: null while another is at it. Times are until when. */
async function takeLease(ctx: ClickCtx): Promise<JobCursor | null> {
  const free: JobCursor = { position: "", updatedAt: 0 };
  const held = await readJobCursor(ctx.db, NAME);
  if (!held) await writeJobCursor(ctx.db, NAME, free);
  if (held && held.position !== "" && held.position !== ctx.origin && held.updatedAt > ctx.now()) return null;
  const lease = { position: ctx.origin, updatedAt: ctx.now() + LEASE_MS };
  return (await moveJobCursor(ctx.db, NAME, held ?? free, lease)) ? lease : null;
}
