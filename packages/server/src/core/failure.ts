import { HTTPException } from "hono/http-exception";
import { PaymentsMismatch, PaymentsUnavailable } from "../adapters/stripe/failure.ts";
import { AnalyticsUnavailable } from "../analytics/client.ts";
import { isDatabaseUnavailable } from "../db/unavailable.ts";
import type { Log } from "./ctx.ts";
import { ProblemError, problem } from "./errors.ts";

/** Any error as one that may be answered: what is not expected is logged in full and answered without a word about it. */
export function toProblemError(error: unknown, requestId: string, log: Log): ProblemError {
  if (error instanceof ProblemError) return error;
  // What the framework refuses by itself, before a schema or a verb sees it.
  if (error instanceof HTTPException && error.status < 500) {
    return error.status === 415
      ? problem("request.unsupported_media_type", "Send the body as application/json")
      : problem("request.malformed", "The request could not be read");
  }
  if (error instanceof AnalyticsUnavailable || isDatabaseUnavailable(error)) {
    log.warn({ requestId, err: error }, "an engine is away");
    return problem("service.unavailable", "A part of the service is away for the moment; try again soon");
  }
  if (error instanceof PaymentsUnavailable)
    return problem(
      "service.unavailable",
      "Stripe does not do what it is asked at the moment; try again soon",
    );
  if (error instanceof PaymentsMismatch)
    return problem(
      "idempotency.mismatch",
      "This Idempotency-Key came with a different request before; use a new one",
    );
  log.error({ requestId, err: error }, "unexpected failure");
  return problem("internal.unknown", "The failure is in our log under this requestId");
}
