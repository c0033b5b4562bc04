import type Stripe from "stripe";

/** That something happened to a customer's subscription. What, is asked of Stripe: events come late, twice and in any order. */
export type PaymentEvent = {
  id: string;
  type: string;
  /** null where it is nothing of ours. */
  customer: string | null;
};

const OURS = new Set([
  "checkout.session.completed",
  "customer.subscription.created",
  "customer.subscription.updated",
  "customer.subscription.deleted",
  "customer.subscription.paused",
  "customer.subscription.resumed",
  "invoice.paid",
  "invoice.payment_failed",
]);
const TOLERANCE_S = 300;

/** null where it is not signed by Stripe, was signed long ago, or is no event as we have asked for them. */
export async function readEvent(
  stripe: Stripe,
  secret: string,
  { body, signature, now }: { body: string; signature: string; now: number },
): Promise<PaymentEvent | null> {
  try {
    const event = await stripe.webhooks.constructEventAsync(
      body,
      signature,
      secret,
      TOLERANCE_S,
      undefined,
      now,
    );
    const { customer } = event.data.object as { customer?: unknown };
    return { id: event.id, type: event.type, customer: OURS.has(event.type) ? idOf(customer) : null };
  } catch {
    return null;
  }
}

/** Stripe gives a customer as an id, or as a whole. */
function idOf(customer: unknown): string | null {
  if (typeof customer === "string") return customer;
  const id = typeof customer === "object" && customer !== null && "id" in customer ? customer.id : null;
  return typeof id === "string" ? id : null;
}
