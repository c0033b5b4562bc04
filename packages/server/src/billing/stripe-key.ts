import { sha256 } from "../lib/hash.ts";

/** The Idempotency-Key of a request as Stripe gets it: there all customers share one room. */
export function stripeKey(customer: string, key: string | undefined): string | undefined {
  return key === undefined ? undefined : sha256(JSON.stringify([customer, key]));
}
