import type { FetchPublic } from "../adapters/web/fetch-public.ts";
import type { Ctx } from "../core/ctx.ts";
import { claimDelivery, type DueWebhook, dueWebhooks } from "../db/webhook-deliveries.ts";
import { findWebhook } from "../db/webhooks.ts";
import type { Seal } from "../lib/seal.ts";
import { SECOND_MS } from "../lib/time.ts";
import { within } from "../lib/within.ts";
import { ATTEMPT_TIMEOUT_MS, attemptDelivery } from "../webhooks/attempt.ts";
import { openWebhookSeal } from "../webhooks/secret.ts";
import { settleAttempt } from "../webhooks/settle.ts";

export type Deliverer = {
  /** Begins to send what is due, and does not wait for the receivers. */
  deliver(): Promise<void>;
  /** When nothing is being sent. */
  idle(): Promise<void>;
  /** Lets what is being sent end, if it ends soon, and begins nothing else: what is broken off is sent again by whoever comes next. */
  stop(): Promise<void>;
};

/** One after the other where the last attempt failed. */
const LANES_PER_WEBHOOK = 4;
const LANES = 128;
/** Then others have their turn. */
const LANE_LENGTH = 50;
/** Whoever has not settled a delivery by then has broken off. */
const CLAIM_MS = 4 * ATTEMPT_TIMEOUT_MS;
/** A receiver that is slow shall not keep the process from ending well. */
const STOP_MS = 5 * SECOND_MS;

/**
 * Sends what webhooks wait for. Each webhook has a few lanes of its own, in which one delivery follows the other, so that one receiver
 * that is slow holds up nobody else. Several processes may be at it at once.
 */
export function createDeliverer(ctx: Ctx, fetchPublic: FetchPublic): Deliverer {
  const lanes = new Map<string, number>();
  const running = new Set<Promise<void>>();
  let seal: Seal | undefined;
  let isStopped = false;

  async function deliver(): Promise<void> {
    seal ??= await openWebhookSeal(ctx);
    for (const webhook of await dueWebhooks(ctx.db, ctx.now(), LANES)) {
      const most = webhook.failing_since === null ? LANES_PER_WEBHOOK : 1;
      while ((lanes.get(webhook.id) ?? 0) < most && running.size < LANES && !isStopped) open(webhook, seal);
    }
  }

  function open(webhook: DueWebhook, seal: Seal): void {
    lanes.set(webhook.id, (lanes.get(webhook.id) ?? 0) + 1);
    const lane = goAlong(webhook, seal)
      .catch((error: unknown) => ctx.log.error({ webhook: webhook.id, err: error }, "delivery broke off"))
      .finally(() => {
        running.delete(lane);
        const left = (lanes.get(webhook.id) ?? 1) - 1;
        if (left > 0) lanes.set(webhook.id, left);
        else lanes.delete(webhook.id);
      });
    running.add(lane);
  }

  async function goAlong({ id, workspace_id: workspaceId }: DueWebhook, seal: Seal): Promise<void> {
    for (let sent = 0; sent < LANE_LENGTH && !isStopped; sent++) {
      const now = ctx.now();
      const claim = { webhookId: id, now, until: now + CLAIM_MS };
      const delivery = await claimDelivery(ctx.db, ctx.config.database.kind, claim);
      // Read behind the claim: what was switched off or changed before is not sent as it was.
      const webhook = delivery && (await findWebhook(ctx.db, workspaceId, id));
      if (!webhook || webhook.is_enabled === 0) return;
      const attempt = await attemptDelivery({ ctx, seal, fetchPublic }, webhook, delivery);
      await settleAttempt(ctx, webhook, delivery, attempt);
      const { status, durationMs, error } = attempt;
      ctx.log.debug({ webhook: id, delivery: delivery.id, status, durationMs, error }, "webhook sent");
    }
  }

  async function idle(): Promise<void> {
    while (running.size > 0) await Promise.all(running);
  }

  async function stop(): Promise<void> {
    isStopped = true;
    await within(STOP_MS, idle()).catch(() => {});
  }

  return { deliver, idle, stop };
}
