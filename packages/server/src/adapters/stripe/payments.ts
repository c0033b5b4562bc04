import type { BillingPrice, PaidPlan } from "@visoli/contract/billing";
import type { Logger } from "pino";
import type Stripe from "stripe";
import type { StripeConfig } from "../../config.ts";
import { type Checkouts, checkouts } from "./checkouts.ts";
import { createClient } from "./client.ts";
import { type PaymentEvent, readEvent } from "./event.ts";
import { asking, CustomerMissing } from "./failure.ts";
import { chooseSubscription, owingSince, priceOf, type Subscription } from "./subscription.ts";

/** A subscription, and since when it is owed for; null where nothing is owed. */
export type Subscribed = Subscription & { pastDueSince: number | null };
export type Proration = {
  price: BillingPrice | null;
  currency: string;
  proration: number;
  nextInvoiceAmount: number;
};

/**
 * Stripe, as far as we use it. A `key` is given on as Stripe's idempotency key.
 * @throws PaymentsUnavailable, PaymentsMismatch, CustomerMissing
 */
export type Payments = Checkouts & {
  /** A new customer for the workspace; asked twice within a day, the same. `before`: the one that is gone. */
  createCustomer(workspaceId: string, before: string | null): Promise<string>;
  createPortal(wanted: { customer: string; returnUrl: string }, key: string | undefined): Promise<string>;
  /** What the customer has subscribed to at this moment; null where that is nothing, or has ended. */
  subscriptionOf(customer: string): Promise<Subscribed | null>;
  /** What is left of the period is counted up on the next invoice. */
  changePlan(subscription: Subscription, plan: PaidPlan, key: string | undefined): Promise<void>;
  preview(subscription: Subscription, plan: PaidPlan): Promise<Proration>;
  cancel(subscription: Subscription, key: string | undefined): Promise<void>;
  resume(subscription: Subscription, key: string | undefined): Promise<void>;
  /** Ends it at once. */
  end(subscription: Subscription): Promise<void>;
  /** What a plan costs, as Stripe has it; null where the price is none that can be subscribed to. */
  priceOf(plan: PaidPlan): Promise<BillingPrice | null>;
  /** What Stripe tells; null where it is not signed by Stripe, or was more than 5 minutes ago. */
  readEvent(body: string, signature: string, now: number): Promise<PaymentEvent | null>;
};

export function createPayments(config: StripeConfig, log: Logger): Payments {
  const stripe = createClient(config);
  const sold = (plan: PaidPlan) => config.prices[plan][0] ?? "";
  const options = (idempotencyKey: string | undefined) => (idempotencyKey ? { idempotencyKey } : {});
  return {
    createCustomer: (workspaceId, before) =>
      asking(log, "create a customer", async () => {
        // Whoever asks first makes it, whatever the workspace is called then: the same key must come with the same request.
        const idempotencyKey = ["visoli-customer", workspaceId, before ?? "first"].join("-");
        return (await stripe.customers.create({ metadata: { workspaceId } }, { idempotencyKey })).id;
      }),
    ...checkouts(stripe, log, sold),
    createPortal: ({ customer, returnUrl }, key) =>
      asking(log, "open the portal", async () => {
        const wanted = { customer, return_url: returnUrl };
        return (await stripe.billingPortal.sessions.create(wanted, options(key))).url;
      }),
    subscriptionOf: (customer) => subscriptionOf(stripe, log, customer, config),
    changePlan: ({ id, itemId }, plan, key) =>
      asking(log, "change a subscription", async () => {
        const items = [{ id: itemId, price: sold(plan) }];
        await stripe.subscriptions.update(
          id,
          { items, proration_behavior: "create_prorations" },
          options(key),
        );
      }),
    preview: (subscription, plan) => preview(stripe, log, subscription, sold(plan)),
    cancel: ({ id }, key) =>
      asking(log, "cancel a subscription", async () => {
        await stripe.subscriptions.update(id, { cancel_at_period_end: true }, options(key));
      }),
    resume: ({ id, endsWithPeriod }, key) =>
      asking(log, "resume a subscription", async () => {
        const change = endsWithPeriod ? { cancel_at_period_end: false } : { cancel_at: "" as const };
        await stripe.subscriptions.update(id, change, options(key));
      }),
    end: ({ id }) =>
      asking(log, "end a subscription", async () => void (await stripe.subscriptions.cancel(id))),
    priceOf: (plan) =>
      asking(log, "read a price", async () => {
        const price = await stripe.prices.retrieve(sold(plan));
        return price.active ? priceOf(price) : null;
      }),
    readEvent: (body, signature, now) => readEvent(stripe, config.webhookSecret, { body, signature, now }),
  };
}

async function subscriptionOf(
  stripe: Stripe,
  log: Logger,
  customer: string,
  { prices }: Pick<StripeConfig, "prices">,
): Promise<Subscribed | null> {
  const subscription = chooseSubscription(await subscriptionsOf(stripe, log, customer), prices);
  if (!subscription) return null;
  if (subscription.plan === null)
    log.error({ subscription: subscription.id }, "a subscription's price is in no STRIPE_PRICE_ setting");
  if (subscription.state !== "past_due") return { ...subscription, pastDueSince: null };
  const wanted = { subscription: subscription.id, status: "open", limit: 100 } as const;
  const open = await asking(log, "list open invoices", () => stripe.invoices.list(wanted));
  return { ...subscription, pastDueSince: owingSince(open.data) ?? subscription.periodStart };
}

/** Those that have not ended. */
async function subscriptionsOf(
  stripe: Stripe,
  log: Logger,
  customer: string,
): Promise<Stripe.Subscription[]> {
  try {
    const wanted = { customer, limit: 100 };
    return (await asking(log, "list subscriptions", () => stripe.subscriptions.list(wanted))).data;
  } catch (error) {
    if (!(error instanceof CustomerMissing)) throw error;
    // Deleted there, with all it had; or of another account of Stripe's, of which nothing can be said.
    const found = await asking(log, "read a customer", () => stripe.customers.retrieve(customer)).catch(
      () => null,
    );
    if (found?.deleted) return [];
    throw error;
  }
}

async function preview(
  stripe: Stripe,
  log: Logger,
  { id, itemId }: Subscription,
  price: string,
): Promise<Proration> {
  const invoice = await asking(log, "preview an invoice", () =>
    stripe.invoices.createPreview({
      subscription: id,
      subscription_details: { items: [{ id: itemId, price }], proration_behavior: "create_prorations" },
    }),
  );
  const prorations = invoice.lines.data.filter(
    ({ parent }) => parent?.subscription_item_details?.proration || parent?.invoice_item_details?.proration,
  );
  const after = await asking(log, "read a price", () => stripe.prices.retrieve(price));
  return {
    price: priceOf(after),
    currency: invoice.currency.toUpperCase(),
    proration: prorations.reduce((sum, line) => sum + line.amount, 0),
    nextInvoiceAmount: invoice.amount_due,
  };
}
