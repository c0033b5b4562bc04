import { CLICK_EVENT, scopeOfEvent } from "@visoli/contract/event";
import { newId } from "@visoli/contract/ids";
import { planThatHas } from "@visoli/contract/plan";
import { MAX_WEBHOOKS, type WebhookCreate, type WebhookWithSecret } from "@visoli/contract/webhook";
import { type Actor, actorForLater, actorName } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { problem } from "../core/errors.ts";
import { guard } from "../core/guard.ts";
import { type Idempotency, once } from "../core/idempotency.ts";
import { lacksFeature } from "../core/plan-problems.ts";
import { requireRoom } from "../core/room.ts";
import { countRowsOf } from "../db/plan-counts.ts";
import type { Trx } from "../db/schema.ts";
import { followClicks } from "../db/webhook-clicks.ts";
import { insertWebhook, type WebhookRow } from "../db/webhooks.ts";
import { resolveFilters } from "./filters.ts";
import { presentWebhook } from "./present.ts";
import { checkReceiver } from "./receiver.ts";
import { newSecret, openWebhookSeal } from "./secret.ts";

/**
 * Makes a webhook; its secret is given back, this once. It is told what the actor may see, now and later. @throws request.invalid,
 * webhook.limit_reached, plan.quota_exceeded, plan.feature_required, idempotency.mismatch
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
  await guardClicks(ctx, actor, input.events);
  const filters = await resolveFilters(ctx, actor, input.filters);
  const seal = await openWebhookSeal(ctx);
  const { answer } = await ctx.db.transaction().execute((trx) =>
    once(ctx, trx, actor, idempotency, async () => {
      await checkLimit(ctx, trx, actor);
      const id = newId("whk", ctx.now());
      const row = newRow(ctx, actor, { ...input, filters }, { id, secret: seal.close(newSecret(), id) });
      await insertWebhook(trx, row);
      await followClicks(trx, row, ctx.now());
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

/** Single clicks are told where the plan has them. @throws plan.feature_required */
export async function guardClicks(
  ctx: LinkCtx,
  { workspaceId }: Actor,
  events: WebhookCreate["events"],
): Promise<void> {
  if (!events.includes(CLICK_EVENT)) return;
  const plan = await ctx.plans.of(workspaceId);
  if (plan.statistics === "full") return;
  const upgradeTo = planThatHas(ctx.config.plans, plan, ({ statistics }) => statistics === "full");
  throw lacksFeature({ plan: plan.name, what: `no ${CLICK_EVENT}`, upgradeTo });
}

async function checkLimit(ctx: LinkCtx, trx: Trx, { workspaceId }: Actor): Promise<void> {
  const countNow = () => countRowsOf(trx, "webhooks", workspaceId);
  await requireRoom(ctx, trx, workspaceId, "webhooks", countNow);
  if ((await countNow()) >= MAX_WEBHOOKS)
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
    filters: input.filters ? JSON.stringify(input.filters) : null,
    previous_secret: null,
    previous_until: null,
    is_enabled: (input.enabled ?? true) ? 1 : 0,
    disabled_reason: null,
    failing_since: null,
    acts_for: actorForLater(actor),
    created_by: actorName(actor),
    version: 1,
    created_at: now,
    updated_at: now,
  };
}
