import { newId } from "@visoli/contract/ids";
import { insertOutbox } from "../db/outbox.ts";
import type { Trx } from "../db/schema.ts";
import type { Ctx } from "./ctx.ts";

/** Everything that can happen and that something else may react to. */
export const EVENT_TYPES = [
  "link.created",
  "link.updated",
  "link.deleted",
  "link.restored",
  "link.blocked",
  "link.unblocked",
  "link.broken",
  "link.recovered",
  "link.reported",
  "links.created",
  "domain.created",
  "domain.updated",
  "domain.verified",
  "domain.deleted",
  "folder.created",
  "folder.updated",
  "folder.deleted",
  "template.created",
  "template.updated",
  "template.deleted",
  "tag.updated",
  "tag.deleted",
  "workspace.updated",
  "key.created",
  "key.revoked",
  "webhook.disabled",
  "conversion.created",
  "conversion.voided",
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

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
