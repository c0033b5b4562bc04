import type { Actor } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import type { Ctx } from "../core/ctx.ts";
import { checkIfMatch } from "../core/etag.ts";
import { guard } from "../core/guard.ts";
import { deleteWebhook as deleteRow, lockWebhook } from "../db/webhooks.ts";
import { webhookNotFound } from "./present.ts";

/** Deletes a webhook: nothing is sent to it from then on. @throws webhook.not_found, webhook.version_mismatch */
export async function deleteWebhook(ctx: Ctx, actor: Actor, id: string, ifMatch?: string): Promise<void> {
  guard(actor, "webhooks:write");
  await ctx.db.transaction().execute(async (trx) => {
    const row = await lockWebhook(trx, ctx.config.database.kind, actor.workspaceId, id);
    if (!row) throw webhookNotFound(id);
    checkIfMatch(ifMatch, row.version, "webhook");
    await deleteRow(trx, id);
    await audit(ctx, trx, actor, { action: "webhook.delete", subject: id, changes: { url: row.url } });
  });
}
