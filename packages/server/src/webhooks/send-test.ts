import type { Event } from "@visoli/contract/event";
import { newId } from "@visoli/contract/ids";
import type { Delivery } from "@visoli/contract/webhook";
import type { Actor } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import type { Ctx } from "../core/ctx.ts";
import { problem } from "../core/errors.ts";
import { guard } from "../core/guard.ts";
import { type Idempotency, once } from "../core/idempotency.ts";
import { deliveryOf, insertDelivery } from "../db/webhook-events.ts";
import { lockWebhook } from "../db/webhooks.ts";
import { iso } from "../lib/time.ts";
import { presentDelivery, presentWebhook, webhookNotFound } from "./present.ts";

/** Sends an event that says nothing, once, whatever the webhook listens to. @throws webhook.not_found, webhook.disabled, idempotency.mismatch */
export async function testWebhook(
  ctx: Ctx,
  actor: Actor,
  id: string,
  idempotency?: Idempotency,
): Promise<Delivery> {
  guard(actor, "webhooks:write");
  const { answer } = await ctx.db.transaction().execute((trx) =>
    once(ctx, trx, actor, idempotency, async () => {
      const row = await lockWebhook(trx, ctx.config.database.kind, actor.workspaceId, id);
      if (!row) throw webhookNotFound(id);
      if (row.is_enabled === 0) throw webhookDisabled();
      const now = ctx.now();
      const data = { webhook: presentWebhook(row, now) };
      const payload: Event = { id: newId("evt", now), type: "webhook.test", timestamp: iso(now), data };
      const event = {
        ...{ id: payload.id, type: payload.type, workspace_id: actor.workspaceId },
        ...{ folder_id: null, payload: JSON.stringify(payload), created_at: now },
      };
      const delivery = deliveryOf(event, id, now);
      await insertDelivery(trx, event, delivery);
      await audit(ctx, trx, actor, { action: "webhook.test", subject: id });
      return presentDelivery(delivery);
    }),
  );
  return answer;
}

export function webhookDisabled() {
  return problem("webhook.disabled", "The webhook is switched off; switch it on first");
}
