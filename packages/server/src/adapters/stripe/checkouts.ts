import type { PaidPlan } from "@visoli/contract/billing";
import type { Logger } from "pino";
import type Stripe from "stripe";
import { SECOND_MS } from "../../lib/time.ts";
import { asking } from "./failure.ts";

/** A page to pay at, open for a day. */
export type CheckoutSession = { id: string; url: string; createdAt: number };

export type WantedCheckout = {
  customer: string;
  workspaceId: string;
  plan: PaidPlan;
  successUrl: string;
  cancelUrl: string;
};

export type Checkouts = {
  createCheckout(wanted: WantedCheckout, key: string | undefined): Promise<CheckoutSession>;
  /** Nobody can pay by it any more: false where somebody has. */
  expireCheckout(id: string): Promise<boolean>;
};

/** The pages at which people begin to pay. `sold` gives the id of the price that a plan is sold at. */
export function checkouts(stripe: Stripe, log: Logger, sold: (plan: PaidPlan) => string): Checkouts {
  return {
    createCheckout: ({ customer, workspaceId, plan, successUrl, cancelUrl }, idempotencyKey) =>
      asking(log, "open a checkout", async () => {
        const session = await stripe.checkout.sessions.create(
          {
            mode: "subscription",
            customer,
            client_reference_id: workspaceId,
            line_items: [{ price: sold(plan), quantity: 1 }],
            subscription_data: { metadata: { workspaceId } },
            success_url: successUrl,
            cancel_url: cancelUrl,
          },
          idempotencyKey ? { idempotencyKey } : {},
        );
        return { id: session.id, url: session.url ?? "", createdAt: session.created * SECOND_MS };
      }),
    expireCheckout: (id) =>
      asking(log, "close a checkout", async () => {
        const { status } = await stripe.checkout.sessions.retrieve(id);
        if (status !== "open") return status !== "complete";
        try {
          await stripe.checkout.sessions.expire(id);
          return true;
        } catch (error) {
          // Somebody else has closed it, or paid there, at this very moment.
          const now = await stripe.checkout.sessions.retrieve(id);
          if (now.status === "open") throw error;
          return now.status !== "complete";
        }
      }),
  };
}
