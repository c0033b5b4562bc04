import type {
  Billing,
  BillingLink,
  Checkout,
  PaidPlan,
  PlanChange,
  Portal,
  Preview,
} from "@visoli/contract/billing";
import type { RequestOptions } from "./options.ts";
import type { Send } from "./send.ts";

const PATH = "/api/v1/billing";

/** How the workspace pays, where plans are sold. */
export function billingOf(send: Send) {
  const post = <Answer>(name: string, body?: unknown, options?: RequestOptions) =>
    send.json<Answer>("POST", `${PATH}/${name}`, { body }, options);
  return {
    get: (options?: RequestOptions) => send.json<Billing>("GET", PATH, {}, options),
    /** What a change of plan would cost. */
    preview: (query: { plan: PaidPlan }, options?: RequestOptions) =>
      send.json<Preview>("GET", `${PATH}/preview`, { query }, options),
    /** A page at Stripe, to subscribe. */
    checkout: (input: Checkout, options?: RequestOptions) => post<BillingLink>("checkout", input, options),
    /** A page at Stripe, for cards and invoices. */
    portal: (input: Portal = {}, options?: RequestOptions) => post<BillingLink>("portal", input, options),
    changePlan: (input: PlanChange, options?: RequestOptions) => post<Billing>("plan", input, options),
    /** Ends the subscription with the time that is paid for. */
    cancel: (options?: RequestOptions) => post<Billing>("cancel", undefined, options),
    /** Takes the cancellation back. */
    resume: (options?: RequestOptions) => post<Billing>("resume", undefined, options),
  };
}
