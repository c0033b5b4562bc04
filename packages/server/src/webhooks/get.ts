import type { Actor } from "../core/actor.ts";
import type { Ctx } from "../core/ctx.ts";
import { guard } from "../core/guard.ts";
import { findWebhook } from "../db/webhooks.ts";
import { presentWebhook, type VersionedWebhook, webhookNotFound } from "./present.ts";

/** One webhook. @throws webhook.not_found, for another workspace's too */
export async function getWebhook(ctx: Ctx, actor: Actor, id: string): Promise<VersionedWebhook> {
  guard(actor, "webhooks:read");
  const row = await findWebhook(ctx.db, actor.workspaceId, id);
  if (!row) throw webhookNotFound(id);
  return { webhook: presentWebhook(row, ctx.now()), version: row.version };
}
