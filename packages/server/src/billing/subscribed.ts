import type { Subscribed } from "../adapters/stripe/payments.ts";
import type { Actor } from "../core/actor.ts";
import { problem } from "../core/errors.ts";
import { type BillingRow, findBilling } from "../db/billing.ts";
import type { BillingCtx } from "./payments-of.ts";
import { syncBilling } from "./sync.ts";

/** What the workspace has subscribed to, as Stripe has it now. @throws billing.not_subscribed */
export async function subscriptionOf(
  ctx: BillingCtx,
  actor: Actor,
): Promise<{ row: BillingRow; subscription: Subscribed }> {
  const known = await findBilling(ctx.db, actor.workspaceId);
  const found = known && (await syncBilling(ctx, known));
  if (!found?.subscription) throw notSubscribed();
  return { row: found.row, subscription: found.subscription };
}

export const notSubscribed = () =>
  problem(
    "billing.not_subscribed",
    "The workspace has no subscription; begin one with POST /billing/checkout",
  );

/** @throws billing.payment_due */
export function requirePaid({ state }: Pick<Subscribed, "state">): void {
  if (state !== "active")
    throw problem(
      "billing.payment_due",
      "A payment is due; make it first, at the page that POST /billing/portal gives",
    );
}
