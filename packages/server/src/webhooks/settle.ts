import type { Actor } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import type { Ctx } from "../core/ctx.ts";
import { emit } from "../core/outbox.ts";
import type { Trx } from "../db/schema.ts";
import { followClicks } from "../db/webhook-clicks.ts";
import { giveUpDeliveries, settleDelivery } from "../db/webhook-deliveries.ts";
import type { DeliveryRow } from "../db/webhook-events.ts";
import { lockWebhook, noteFailing, updateWebhook, type WebhookRow } from "../db/webhooks.ts";
import { DAY_MS } from "../lib/time.ts";
import { pauseAfter } from "./schedule.ts";
import { SWITCHED_OFF } from "./update.ts";

/** How an attempt went; `error` is null where it got through, `isFinal` says that another would be in vain. */
export type Attempt = {
  at: number;
  status: number | null;
  durationMs: number;
  response: string | null;
  error: string | null;
  retryAfterMs: number | null;
  isFinal?: boolean;
};

const GONE = 410;
const FAILING_MS = 5 * DAY_MS;

/**
 * Writes an attempt down and draws the consequences: it got through, or is tried again, or is given up. A receiver that answers 410 is
 * switched off; so is one through to which nothing has got for five days, once a delivery has run out of retries.
 */
export async function settleAttempt(
  ctx: Ctx,
  webhook: WebhookRow,
  delivery: DeliveryRow,
  attempt: Attempt,
): Promise<void> {
  const { at, status, error } = attempt;
  const isTest = delivery.event_type === "webhook.test";
  const isGone = status === GONE;
  const isLast = isTest || isGone || attempt.isFinal === true;
  const pause = error === null || isLast ? null : pauseAfter(delivery.attempts, attempt.retryAfterMs);
  const state = error === null ? "delivered" : pause === null ? "failed" : "pending";
  await ctx.db.transaction().execute(async (trx) => {
    const row = {
      ...{ delivery_id: delivery.id, number: delivery.attempts, duration_ms: attempt.durationMs },
      ...{ at, status, response: attempt.response, error },
    };
    const nextAt = pause === null ? null : ctx.now() + pause;
    await settleDelivery(trx, delivery, row, { state, nextAt });
    if (error === null) return noteFailing(trx, webhook.id, null);
    if ((isTest && !isGone) || attempt.isFinal) return;
    await noteFailing(trx, webhook.id, at);
    if (state === "failed") await switchOff(ctx, trx, webhook, isGone ? "gone" : "failing");
  });
}

async function switchOff(
  ctx: Ctx,
  trx: Trx,
  { id, workspace_id: workspaceId, url: asked }: WebhookRow,
  reason: "gone" | "failing",
): Promise<void> {
  const now = ctx.now();
  const row = await lockWebhook(trx, ctx.config.database.kind, workspaceId, id);
  // Switched off or led elsewhere meanwhile, it is not the one that failed.
  if (!row || row.is_enabled === 0 || row.url !== asked) return;
  if (reason === "failing" && (row.failing_since === null || now - row.failing_since < FAILING_MS)) return;
  const after = await updateWebhook(trx, id, { is_enabled: 0, disabled_reason: reason, updated_at: now });
  await followClicks(trx, after, now);
  await giveUpDeliveries(trx, id, SWITCHED_OFF, now);
  const nobody: Actor = { kind: "operator", workspaceId };
  await audit(ctx, trx, nobody, { action: "webhook.disable", subject: id, changes: { reason } });
  await emit(ctx, trx, { type: "webhook.disabled", workspaceId, data: { id, reason } });
}
