import type { PaidPlan, Preview } from "@visoli/contract/billing";
import type { Actor } from "../core/actor.ts";
import { guard } from "../core/guard.ts";
import { isoOrNull } from "../lib/time.ts";
import type { BillingCtx } from "./payments-of.ts";
import { requirePaid, subscriptionOf } from "./subscribed.ts";

/** What a change to the plan would cost, were it made now. Changes nothing. @throws billing.not_subscribed, billing.payment_due */
export async function previewPlan(ctx: BillingCtx, actor: Actor, plan: PaidPlan): Promise<Preview> {
  guard(actor, "billing:write");
  const { subscription } = await subscriptionOf(ctx, actor);
  requirePaid(subscription);
  const proration = await ctx.payments.preview(subscription, plan);
  return { plan, ...proration, nextInvoiceAt: isoOrNull(subscription.periodEnd) };
}
