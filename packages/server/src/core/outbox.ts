import type { WebhookEvent } from "@visoli/contract/event";
import { newId } from "@visoli/contract/ids";
import { insertOutbox } from "../db/outbox.ts";
import type { Trx } from "../db/schema.ts";
import type { Ctx } from "./ctx.ts";

/** Everything that can happen and that something else may react to: what webhooks are told of, and many new links at once. */
export type EventType =
  | Exclude<WebhookEvent, "webhook.test" | "link.clicked">
  | "links.created"
  | "billing.updated"
  | "member.removed"
  | "workspace.deleted";

/** Says that it happened, in the transaction that makes it so; `jobs/relay.ts` tells those who react. */
export async function emit(
  ctx: Ctx,
  trx: Trx,
  event: { type: EventType; workspaceId: string; data: Record<string, unknown> },
): Promise<void> {
  const now = ctx.now();
  await insertOutbox(trx, {
    id: newId("evt", now),
    workspace_id: event.workspaceId,
    type: event.type,
    data: JSON.stringify(event.data),
    created_at: now,
  });
}
