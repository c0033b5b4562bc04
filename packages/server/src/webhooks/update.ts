import type { WebhookUpdate } from "@visoli/contract/webhook";
import type { Updateable } from "kysely";
import { type Actor, actorForLater } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import { namedDifferences } from "../core/changes.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { checkIfMatch } from "../core/etag.ts";
import { guard } from "../core/guard.ts";
import type { WebhookTable } from "../db/schema-events.ts";
import { followClicks } from "../db/webhook-clicks.ts";
import { giveUpDeliveries } from "../db/webhook-deliveries.ts";
import { lockWebhook, updateWebhook as updateRow } from "../db/webhooks.ts";
import { guardClicks, guardEvents } from "./create.ts";
import { resolveFilters } from "./filters.ts";
import { presentWebhook, type VersionedWebhook, webhookNotFound } from "./present.ts";
import { checkReceiver } from "./receiver.ts";

export const SWITCHED_OFF = "The webhook was switched off";

/**
 * Changes what the input names. Who says anew where it leads, or what it is told of, is the one whose rights count from then on.
 * Switched off, it gives up what waits. @throws webhook.not_found, webhook.version_mismatch, request.invalid
 */
export async function updateWebhook(
  ctx: LinkCtx,
  actor: Actor,
  id: string,
  input: WebhookUpdate,
  ifMatch?: string,
): Promise<VersionedWebhook> {
  guard(actor, "webhooks:write");
  guardEvents(actor, input.events ?? []);
  if (input.url !== undefined) checkReceiver(ctx, input.url);
  await guardClicks(ctx, actor, input.events ?? []);
  const filters = await resolveFilters(ctx, actor, input.filters);
  return ctx.db.transaction().execute(async (trx) => {
    const before = await lockWebhook(trx, ctx.config.database.kind, actor.workspaceId, id);
    if (!before) throw webhookNotFound(id);
    checkIfMatch(ifMatch, before.version, "webhook");
    const after = await updateRow(trx, id, {
      ...columnsOf(actor, { ...input, filters }),
      updated_at: ctx.now(),
    });
    // Switched on again it begins anew, too: nothing that is old comes late.
    if (input.enabled !== undefined && (!input.enabled || before.is_enabled === 0))
      await giveUpDeliveries(trx, id, SWITCHED_OFF, ctx.now());
    await followClicks(trx, after, ctx.now());
    const webhook = presentWebhook(after, ctx.now());
    const changes = namedDifferences(input, presentWebhook(before, ctx.now()), webhook);
    await audit(ctx, trx, actor, { action: "webhook.update", subject: id, changes });
    return { webhook, version: after.version };
  });
}

function columnsOf(actor: Actor, input: WebhookUpdate): Updateable<WebhookTable> {
  const { url, events, filters, description, enabled } = input;
  return {
    ...(url !== undefined && { url, failing_since: null }),
    ...(events !== undefined && { events: JSON.stringify(events) }),
    ...(filters !== undefined && { filters: filters && JSON.stringify(filters) }),
    ...((url !== undefined || events !== undefined) && { acts_for: actorForLater(actor) }),
    ...(description !== undefined && { description }),
    ...(enabled !== undefined && { is_enabled: enabled ? 1 : 0, disabled_reason: null }),
    ...(enabled === true && { failing_since: null }),
  };
}
