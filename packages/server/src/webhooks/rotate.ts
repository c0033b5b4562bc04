import type { SecretRotation, WebhookWithSecret } from "@visoli/contract/webhook";
import type { Actor } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import type { Ctx } from "../core/ctx.ts";
import { checkIfMatch } from "../core/etag.ts";
import { guard } from "../core/guard.ts";
import { type Idempotency, once } from "../core/idempotency.ts";
import { lockWebhook, updateWebhook } from "../db/webhooks.ts";
import { HOUR_MS } from "../lib/time.ts";
import { presentWebhook, webhookNotFound } from "./present.ts";
import { newSecret, openWebhookSeal } from "./secret.ts";

/** Which webhook, which version of it the caller saw, and how long the secret of before signs as well. */
export type Rotation = { id: string; input: SecretRotation; ifMatch?: string | undefined };

/** Gives the webhook a new secret, and gives that back, this once. @throws webhook.not_found, webhook.version_mismatch, idempotency.mismatch */
export async function rotateSecret(
  ctx: Ctx,
  actor: Actor,
  { id, input, ifMatch }: Rotation,
  idempotency?: Idempotency,
): Promise<{ webhook: WebhookWithSecret; version: number }> {
  guard(actor, "webhooks:write");
  const seal = await openWebhookSeal(ctx);
  const { answer } = await ctx.db.transaction().execute((trx) =>
    once(ctx, trx, actor, idempotency, async () => {
      const before = await lockWebhook(trx, ctx.config.database.kind, actor.workspaceId, id);
      if (!before) throw webhookNotFound(id);
      checkIfMatch(ifMatch, before.version, "webhook");
      const { overlapHours } = input;
      const after = await updateWebhook(trx, id, {
        secret: seal.close(newSecret(), id),
        previous_secret: overlapHours > 0 ? before.secret : null,
        previous_until: overlapHours > 0 ? ctx.now() + overlapHours * HOUR_MS : null,
        updated_at: ctx.now(),
      });
      await audit(ctx, trx, actor, {
        action: "webhook.rotate_secret",
        subject: id,
        changes: { overlapHours },
      });
      const { secret, version } = after;
      // The kept answer holds the secret as the table does: sealed.
      return { webhook: presentWebhook(after, ctx.now()), secret, version };
    }),
  );
  const { webhook, secret, version } = answer;
  return { webhook: { ...webhook, secret: seal.open(secret, id) }, version };
}
