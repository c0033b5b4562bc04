import type { Logger } from "pino";
import Stripe from "stripe";

/** Stripe was not reached, or did not do what was asked; the same may go through later. What it says stays in the log. */
export class PaymentsUnavailable extends Error {
  override name = "PaymentsUnavailable";

  constructor() {
    super("Stripe is away");
  }
}

/** The idempotency key came with another request before. */
export class PaymentsMismatch extends Error {
  override name = "PaymentsMismatch";
}

/** Stripe knows nothing of that customer any more. */
export class CustomerMissing extends Error {
  override name = "CustomerMissing";
}

/** Asks Stripe. @throws PaymentsUnavailable, PaymentsMismatch, CustomerMissing */
export async function asking<Answer>(log: Logger, what: string, ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    if (isMismatch(error)) throw new PaymentsMismatch();
    if (error.code === "resource_missing" && error.param === "customer") throw new CustomerMissing();
    log.warn({ stripe: what, ...said(error) }, "Stripe did not do what it was asked");
    throw new PaymentsUnavailable();
  }
}

function isMismatch(error: InstanceType<typeof Stripe.errors.StripeError>): boolean {
  return error instanceof Stripe.errors.StripeIdempotencyError && error.code !== "idempotency_key_in_use";
}

/** The error itself holds headers and bodies, and the message of a refused key a part of the key. */
function said(error: InstanceType<typeof Stripe.errors.StripeError>) {
  const { type, code, param, statusCode: status, requestId: stripeRequestId } = error;
  const isPlain = error instanceof Stripe.errors.StripeInvalidRequestError;
  return { failure: type, code, param, status, stripeRequestId, ...(isPlain && { says: error.message }) };
}
