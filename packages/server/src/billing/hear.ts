import { CustomerMissing } from "../adapters/stripe/failure.ts";
import { problem } from "../core/errors.ts";
import { billingOfCustomer } from "../db/billing.ts";
import type { BillingCtx } from "./payments-of.ts";
import { syncBilling } from "./sync.ts";

/**
 * Hears an event of Stripe. It only says whose subscription is to be looked at: so it may come twice, late and in any order.
 * @throws billing.signature_invalid; PaymentsUnavailable where Stripe cannot be asked, so that it is sent again
 */
export async function hearEvent(ctx: BillingCtx, body: string, signature: string): Promise<void> {
  const event = await ctx.payments.readEvent(body, signature, ctx.now());
  if (!event)
    throw problem(
      "billing.signature_invalid",
      "The event is not signed with the secret that is set here, or not lately",
    );
  const { id, type, customer } = event;
  if (customer === null) return;
  const row = await billingOfCustomer(ctx.db, customer);
  if (!row) return ctx.log.info({ stripe: id, type }, "an event of a customer who is none of ours");
  try {
    await syncBilling(ctx, row);
  } catch (error) {
    if (!(error instanceof CustomerMissing)) throw error;
    ctx.log.error(
      { stripe: id, workspace: row.workspace_id },
      "Stripe does not know the customer; nothing is changed",
    );
  }
}
