import type { Payments } from "../adapters/stripe/payments.ts";
import type { Ctx } from "../core/ctx.ts";

/** Where something is sold. */
export type BillingCtx = Ctx & { payments: Payments };

/** null where nothing is sold. */
export function billingCtx(ctx: Ctx): BillingCtx | null {
  return ctx.payments ? { ...ctx, payments: ctx.payments } : null;
}
