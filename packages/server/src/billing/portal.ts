import type { BillingLink, Portal } from "@visoli/contract/billing";
import { CustomerMissing } from "../adapters/stripe/failure.ts";
import type { Actor } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import { guard } from "../core/guard.ts";
import { findBilling } from "../db/billing.ts";
import type { BillingCtx } from "./payments-of.ts";
import { returnUrl } from "./return-url.ts";
import { stripeKey } from "./stripe-key.ts";
import { notSubscribed } from "./subscribed.ts";

/** A page at Stripe with invoices, cards and the subscription. @throws billing.not_subscribed where nothing was ever begun */
export async function openPortal(
  ctx: BillingCtx,
  actor: Actor,
  { returnPath }: Portal,
  key?: string,
): Promise<BillingLink> {
  guard(actor, "billing:write");
  const { workspaceId } = actor;
  const row = await findBilling(ctx.db, workspaceId);
  if (!row) throw notSubscribed();
  const wanted = { customer: row.customer_id, returnUrl: returnUrl(ctx.config, returnPath) };
  const url = await ctx.payments
    .createPortal(wanted, stripeKey(row.customer_id, key))
    .catch((error: unknown) => {
      throw error instanceof CustomerMissing ? notSubscribed() : error;
    });
  await ctx.db
    .transaction()
    .execute((trx) => audit(ctx, trx, actor, { action: "billing.portal", subject: workspaceId }));
  return { url };
}
