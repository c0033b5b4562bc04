import type {
  Delivery,
  DeliveryListQuery,
  DeliveryPage,
  DeliveryWithAttempts,
} from "@visoli/contract/webhook";
import type { Actor } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import type { Ctx } from "../core/ctx.ts";
import { guard } from "../core/guard.ts";
import { type Idempotency, once } from "../core/idempotency.ts";
import {
  findDelivery,
  listAttempts,
  listDeliveries as listRows,
  retryDelivery as retryRow,
} from "../db/webhook-deliveries.ts";
import { findWebhook, lockWebhook } from "../db/webhooks.ts";
import { pageOf } from "../lib/cursor.ts";
import { deliveryNotFound, presentDelivery, presentWithAttempts, webhookNotFound } from "./present.ts";
import { webhookDisabled } from "./send-test.ts";
import { visibleTo } from "./visible.ts";

const ATTEMPTS_SHOWN = 100;

/** A page of what the webhook was told in the last 30 days, newest first, as far as the actor may see it. @throws webhook.not_found */
export async function listDeliveries(
  ctx: Ctx,
  actor: Actor,
  webhookId: string,
  { cursor, limit, state, event }: DeliveryListQuery,
): Promise<DeliveryPage> {
  guard(actor, "webhooks:read");
  if (!(await findWebhook(ctx.db, actor.workspaceId, webhookId))) throw webhookNotFound(webhookId);
  const visible = await visibleTo(ctx.db, actor);
  const filter = { ...visible, state, type: event, beforeId: cursor, limit: limit + 1 };
  const { data, nextCursor } = pageOf(await listRows(ctx.db, webhookId, filter), limit);
  return { data: data.map(presentDelivery), nextCursor };
}

/** One delivery with what is sent and how each attempt went. @throws webhook.not_found, webhook.delivery_not_found */
export async function getDelivery(
  ctx: Ctx,
  actor: Actor,
  webhookId: string,
  id: string,
): Promise<DeliveryWithAttempts> {
  guard(actor, "webhooks:read");
  if (!(await findWebhook(ctx.db, actor.workspaceId, webhookId))) throw webhookNotFound(webhookId);
  const row = await findDelivery(ctx.db, webhookId, id, await visibleTo(ctx.db, actor));
  if (!row) throw deliveryNotFound(id);
  return presentWithAttempts(row, await listAttempts(ctx.db, id, ATTEMPTS_SHOWN));
}

/**
 * Sends it again at once, whatever became of it before; where it has run out of retries, this once. @throws webhook.not_found,
 * webhook.delivery_not_found, webhook.disabled, idempotency.mismatch
 */
export async function retryDelivery(
  ctx: Ctx,
  actor: Actor,
  { webhookId, id }: { webhookId: string; id: string },
  idempotency?: Idempotency,
): Promise<Delivery> {
  guard(actor, "webhooks:write");
  const { answer } = await ctx.db.transaction().execute((trx) =>
    once(ctx, trx, actor, idempotency, async () => {
      const webhook = await lockWebhook(trx, ctx.config.database.kind, actor.workspaceId, webhookId);
      if (!webhook) throw webhookNotFound(webhookId);
      if (!(await findDelivery(trx, webhookId, id, await visibleTo(trx, actor)))) throw deliveryNotFound(id);
      if (webhook.is_enabled === 0) throw webhookDisabled();
      const row = await retryRow(trx, id, ctx.now());
      await audit(ctx, trx, actor, { action: "webhook.retry", subject: id });
      return presentDelivery(row);
    }),
  );
  return answer;
}
