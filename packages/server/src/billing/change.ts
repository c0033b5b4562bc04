import type { Billing } from "@visoli/contract/billing";
import type { Subscribed } from "../adapters/stripe/payments.ts";
import type { Actor } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import type { BillingRow } from "../db/billing.ts";
import type { BillingCtx } from "./payments-of.ts";
import { presentBilling } from "./present.ts";
import { stripeKey } from "./stripe-key.ts";
import { subscriptionOf } from "./subscribed.ts";
import { syncBilling } from "./sync.ts";

type Change = {
  action: "billing.plan" | "billing.cancel" | "billing.resume";
  changes?: Record<string, unknown>;
  /** Whether it is so already: then nothing is asked of Stripe. */
  isSo(subscription: Subscribed): boolean;
  /** May throw, where it cannot be. */
  make(subscription: Subscribed, key: string | undefined): Promise<void>;
};

/** Changes the subscription at Stripe, and writes down what it is then. @throws billing.not_subscribed */
export async function changeSubscription(
  ctx: BillingCtx,
  actor: Actor,
  { action, changes = {}, isSo, make }: Change,
  key: string | undefined,
): Promise<Billing> {
  const { workspaceId } = actor;
  const { row, subscription } = await subscriptionOf(ctx, actor);
  let after: BillingRow = row;
  if (!isSo(subscription)) {
    await make(subscription, stripeKey(row.customer_id, key));
    const synced = await syncBilling(ctx, row, (trx) =>
      audit(ctx, trx, actor, { action, subject: workspaceId, changes }),
    );
    after = synced.row;
  }
  return presentBilling(ctx, workspaceId, after);
}
