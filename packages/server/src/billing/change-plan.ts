import type { Billing, PlanChange } from "@visoli/contract/billing";
import type { Actor } from "../core/actor.ts";
import { guard } from "../core/guard.ts";
import { changeSubscription } from "./change.ts";
import type { BillingCtx } from "./payments-of.ts";
import { requirePaid } from "./subscribed.ts";

/**
 * Another plan at once, up or down; what is left of the period is counted up on the next invoice.
 * @throws billing.not_subscribed; billing.payment_due where nobody knows whether that will be paid
 */
export async function changePlan(
  ctx: BillingCtx,
  actor: Actor,
  { plan }: PlanChange,
  key?: string,
): Promise<Billing> {
  guard(actor, "billing:write");
  return changeSubscription(
    ctx,
    actor,
    {
      action: "billing.plan",
      changes: { plan },
      isSo: (subscription) => subscription.plan === plan,
      make: async (subscription, stripeKey) => {
        requirePaid(subscription);
        await ctx.payments.changePlan(subscription, plan, stripeKey);
      },
    },
    key,
  );
}
