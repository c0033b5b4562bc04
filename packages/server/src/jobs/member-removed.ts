import type { Actor } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import type { Ctx } from "../core/ctx.ts";
import { emit } from "../core/outbox.ts";
import { roleOf } from "../db/members.ts";
import type { OutboxRow } from "../db/outbox.ts";
import { giveUpDeliveries } from "../db/webhook-deliveries.ts";
import { enabledWebhooks, lockWebhook, updateWebhook } from "../db/webhooks.ts";
import { actorOf } from "../webhooks/visible.ts";

/**
 * Switches webhooks off that are told things for somebody who is no member any more. They were told nothing since: what they may learn is
 * asked whenever something is sent.
 */
export async function switchOffWebhooks(ctx: Ctx, event: OutboxRow): Promise<void> {
  const { workspace_id: workspaceId } = event;
  const { id: userId } = JSON.parse(event.data) as { id: string };
  // They may be back by now.
  if ((await roleOf(ctx.db, userId, workspaceId)) !== null) return;
  const nobody: Actor = { kind: "operator", workspaceId };
  for (const { id } of await enabledWebhooks(ctx.db, workspaceId)) {
    await ctx.db.transaction().execute(async (trx) => {
      const row = await lockWebhook(trx, ctx.config.database.kind, workspaceId, id);
      const actor = row && actorOf(row);
      if (row?.is_enabled !== 1 || actor?.kind !== "person" || actor.userId !== userId) return;
      const reason = "member_left";
      const now = ctx.now();
      await updateWebhook(trx, id, { is_enabled: 0, disabled_reason: reason, updated_at: now });
      await giveUpDeliveries(trx, id, "Whom the webhook was told things for is no member any more", now);
      await audit(ctx, trx, nobody, { action: "webhook.disable", subject: id, changes: { reason } });
      await emit(ctx, trx, { type: "webhook.disabled", workspaceId, data: { id, reason } });
    });
  }
}
