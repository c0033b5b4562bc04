import { newId } from "@visoli/contract/ids";
import { insertAudit } from "../db/outbox.ts";
import type { Trx } from "../db/schema.ts";
import { type Actor, actorName } from "./actor.ts";
import type { Ctx } from "./ctx.ts";

/** Writes down who did what, in the transaction that does it. `changes` must hold no secrets. */
export async function audit(
  ctx: Ctx,
  trx: Trx,
  actor: Actor,
  entry: { action: string; subject: string; changes?: Record<string, unknown> },
): Promise<void> {
  const now = ctx.now();
  await insertAudit(trx, {
    id: newId("evt", now),
    workspace_id: actor.workspaceId,
    actor: actorName(actor),
    actor_from: actor.from ?? null,
    action: entry.action,
    subject: entry.subject,
    changes: JSON.stringify(entry.changes ?? {}),
    created_at: now,
  });
}
