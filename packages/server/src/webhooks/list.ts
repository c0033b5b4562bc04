import type { WebhookListQuery, WebhookPage } from "@visoli/contract/webhook";
import type { Actor } from "../core/actor.ts";
import type { Ctx } from "../core/ctx.ts";
import { guard } from "../core/guard.ts";
import { listWebhooks as listRows } from "../db/webhooks.ts";
import { pageOf } from "../lib/cursor.ts";
import { presentWebhook } from "./present.ts";

/** A page of the workspace's webhooks, newest first. */
export async function listWebhooks(ctx: Ctx, actor: Actor, query: WebhookListQuery): Promise<WebhookPage> {
  guard(actor, "webhooks:read");
  const page = { beforeId: query.cursor, limit: query.limit + 1 };
  const { data, nextCursor } = pageOf(await listRows(ctx.db, actor.workspaceId, page), query.limit);
  return { data: data.map((row) => presentWebhook(row, ctx.now())), nextCursor };
}
