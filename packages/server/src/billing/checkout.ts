import type { BillingLink, Checkout } from "@visoli/contract/billing";
import type { CheckoutSession } from "../adapters/stripe/checkouts.ts";
import type { Actor } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import { problem } from "../core/errors.ts";
import { guard } from "../core/guard.ts";
import { type BillingRow, findBilling, grantedPlan, swapCheckout } from "../db/billing.ts";
import { withCustomer } from "./customer.ts";
import type { BillingCtx } from "./payments-of.ts";
import { returnUrl } from "./return-url.ts";
import { isSubscribed } from "./state.ts";
import { stripeKey } from "./stripe-key.ts";
import { syncBilling } from "./sync.ts";

/**
 * A page at Stripe where a subscription is begun. A workspace has one such page at a time, so that it cannot be paid for twice.
 * @throws billing.already_subscribed, billing.plan_granted
 */
export async function checkout(
  ctx: BillingCtx,
  actor: Actor,
  { plan, returnPath }: Checkout,
  key?: string,
): Promise<BillingLink> {
  guard(actor, "billing:write");
  const { workspaceId } = actor;
  if ((await grantedPlan(ctx.db, workspaceId)) !== null)
    throw problem(
      "billing.plan_granted",
      "There is nothing to pay: the operator gave this workspace its plan",
    );
  return withCustomer(ctx, workspaceId, async (known) => {
    const { row } = await syncBilling(ctx, known);
    if (isSubscribed(row)) throw alreadySubscribed();
    const customer = row.customer_id;
    const session = await ctx.payments.createCheckout(
      {
        ...{ customer, workspaceId, plan },
        successUrl: returnUrl(ctx.config, returnPath, "done"),
        cancelUrl: returnUrl(ctx.config, returnPath, "canceled"),
      },
      stripeKey(customer, key),
    );
    await makeItTheOnly(ctx, row, session);
    await ctx.db
      .transaction()
      .execute((trx) =>
        audit(ctx, trx, actor, { action: "billing.checkout", subject: workspaceId, changes: { plan } }),
      );
    return { url: session.url };
  });
}

/** Closes the page that there was. @throws billing.already_subscribed where somebody has paid there meanwhile */
async function makeItTheOnly(ctx: BillingCtx, row: BillingRow, session: CheckoutSession): Promise<void> {
  for (;;) {
    const { checkout_id: before, checkout_at: beforeAt } =
      (await findBilling(ctx.db, row.workspace_id)) ?? row;
    if (before === session.id) return;
    // The answer to an older request, given once more: its page was closed long ago.
    if (beforeAt !== null && beforeAt > session.createdAt) return;
    const isUnpaid = before === null || (await ctx.payments.expireCheckout(before));
    if (!isUnpaid && isSubscribed((await syncBilling(ctx, row)).row)) {
      await ctx.payments.expireCheckout(session.id);
      throw alreadySubscribed();
    }
    if (await swapCheckout(ctx.db, row.workspace_id, before, session)) return;
  }
}

const alreadySubscribed = () =>
  problem(
    "billing.already_subscribed",
    "The workspace has a subscription; change its plan with POST /billing/plan",
  );
