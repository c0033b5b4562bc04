import { scopeOfEvent } from "@visoli/contract/event";
import { newId } from "@visoli/contract/ids";
import { MAX_WEBHOOKS, type WebhookCreate, type WebhookWithSecret } from "@visoli/contract/webhook";
import { type Actor, actorName } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { problem } from "../core/errors.ts";
import { guard } from "../core/guard.ts";
import { type Idempotency, once } from "../core/idempotency.ts";
import type { Trx } from "../db/schema.ts";
import { countWebhooks, insertWebhook, type WebhookRow } from "../db/webhooks.ts";
import { lockWorkspace } from "../db/workspaces.ts";
import { presentWebhook } from "./present.ts";
import { checkReceiver } from "./receiver.ts";
import { newSecret, openWebhookSeal } from "./secret.ts";

/**
 * Makes a webhook; its secret is given back, this once. It is told what the actor may see, now and later. @throws request.invalid,
 * webhook.limit_reached, idempotency.mismatch
 */
export async function createWebhook(
  ctx: LinkCtx,
  actor: Actor,
  input: WebhookCreate,
  idempotency?: Idempotency,
): Promise<WebhookWithSecret> {
  guard(actor, "webhooks:write");
  guardEvents(actor, input.events);
  checkReceiver(ctx, input.url);
  const seal = await openWebhookSeal(ctx);
  const { answer } = await ctx.db.transaction().execute((trx) =>
    once(ctx, trx, actor, idempotency, async () => {
      await checkLimit(ctx, trx, actor);
      const id = newId("whk", ctx.now());
      const row = newRow(ctx, actor, input, { id, secret: seal.close(newSecret(), id) });
      await insertWebhook(trx, row);
      await audit(ctx, trx, actor, { action: "webhook.create", subject: id, changes: { ...input } });
      // The kept answer holds the secret as the table does: sealed.
      return { webhook: presentWebhook(row, ctx.now()), secret: row.secret };
    }),
  );
  return { ...answer.webhook, secret: seal.open(answer.secret, answer.webhook.id) };
}

/** Who listens may learn no more than who reads. @throws auth.missing_scope */
export function guardEvents(actor: Actor, events: WebhookCreate["events"]): void {
  for (const event of events)
    if (event !== "*" && event !== "webhook.test") guard(actor, scopeOfEvent(event));
}

async function checkLimit(ctx: LinkCtx, trx: Trx, { workspaceId }: Actor): Promise<void> {
  await lockWorkspace(trx, ctx.config.database.kind, workspaceId);
  if ((await countWebhooks(trx, workspaceId)) >= MAX_WEBHOOKS)
    throw problem("webhook.limit_reached", `The workspace has ${MAX_WEBHOOKS} webhooks; delete one first`);
}

function newRow(
  ctx: LinkCtx,
  actor: Actor,
  input: WebhookCreate,
  named: Pick<WebhookRow, "id" | "secret">,
): WebhookRow {
  const now = ctx.now();
  return {
    ...named,
    workspace_id: actor.workspaceId,
    url: input.url,
    description: input.description ?? null,
    events: JSON.stringify(input.events),
    previous_secret: null,
    previous_until: null,
    is_enabled: (input.enabled ?? true) ? 1 : 0,
    disabled_reason: null,
    failing_since: null,
    acts_for: JSON.stringify(actor),
    created_by: actorName(actor),
    version: 1,
    created_at: now,
    updated_at: now,
  };
}
