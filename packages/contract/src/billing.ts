import { z } from "zod";
import { TimestampSchema } from "./text.ts";

/** The plans that are sold by Stripe, the least first. */
export const PAID_PLANS = ["pro", "enterprise"] as const;
export const PaidPlanSchema = z.enum(PAID_PLANS).meta({ id: "PaidPlan" });
export type PaidPlan = z.infer<typeof PaidPlanSchema>;

/** How long a plan stays after a payment has failed. */
export const GRACE_DAYS = 7;

export const BILLING_STATUSES = ["none", "incomplete", "active", "canceling", "past_due", "paused"] as const;

/** Stripe counts money in whole numbers of the smallest unit: 999 USD are $9.99, 500 JPY are ¥500. */
const amount = z.int().meta({ description: "In the currency's smallest unit: 999 of USD is $9.99" });
const currency = z.string().meta({ description: "ISO 4217", example: "USD" });

export const BillingPriceSchema = z
  .object({
    amount,
    currency,
    interval: z.string().meta({ description: "What it is paid for each: `month`, `year`", example: "month" }),
  })
  .meta({ id: "BillingPrice" });

export const BillingSchema = z
  .object({
    plan: z.string().meta({ description: "What the workspace has now" }),
    granted: z
      .boolean()
      .meta({ description: "Whether the operator gave it that plan, whatever is paid for" }),
    status: z.enum(BILLING_STATUSES).meta({
      description:
        "Of the subscription. `canceling`: paid for, and ends at `cancelAt`. `past_due`: a payment failed; the plan stays until `graceEndsAt`. `incomplete`: the first payment has not come yet. `paused`: nothing is paid and the plan is the least one",
    }),
    subscribedPlan: PaidPlanSchema.nullable().meta({ description: "What the subscription is for" }),
    price: BillingPriceSchema.nullable(),
    currentPeriodEnd: TimestampSchema.nullable().meta({
      description: "Until when it is paid for, or should be",
    }),
    cancelAt: TimestampSchema.nullable(),
    graceEndsAt: TimestampSchema.nullable().meta({
      description: `${GRACE_DAYS} days after the payment failed; from then on the plan is the least one until it is paid`,
    }),
  })
  .meta({ id: "Billing" });

const OWN = "https://visoli.invalid";
const isOwnPath = (path: string) =>
  path.isWellFormed() && /^\/(?![/\\])[^\p{Cc}]*$/u.test(path) && URL.parse(path, OWN)?.origin === OWN;

/** A path of our own: nobody is led elsewhere by it. */
export const ReturnPathSchema = z
  .string()
  .max(1_000)
  .refine(isOwnPath, {
    error: "Must be a path on this service, such as /settings",
    params: { code: "not_a_path" },
  })
  .meta({ description: "Where Stripe leads back to, on this service (default `/`)", example: "/settings" });

export const CheckoutSchema = z
  .strictObject({ plan: PaidPlanSchema, returnPath: ReturnPathSchema.optional() })
  .meta({ id: "Checkout" });
export const PortalSchema = z
  .strictObject({ returnPath: ReturnPathSchema.optional() })
  .meta({ id: "BillingPortal" });
export const PlanChangeSchema = z.strictObject({ plan: PaidPlanSchema }).meta({ id: "PlanChange" });

export const BillingLinkSchema = z
  .object({ url: z.string().meta({ description: "A page at Stripe; open it soon" }) })
  .meta({ id: "BillingLink" });

export const PreviewSchema = z
  .object({
    plan: PaidPlanSchema,
    price: BillingPriceSchema.nullable(),
    currency,
    proration: z.int().meta({
      description:
        "What the rest of the period costs more, in the currency's smallest unit; less than 0 is a credit",
    }),
    nextInvoiceAmount: z.int().meta({ description: "What the next invoice asks for, all in all" }),
    nextInvoiceAt: TimestampSchema.nullable(),
  })
  .meta({ id: "BillingPreview", description: "What a change of the plan would cost if it were made now" });

export type Billing = z.infer<typeof BillingSchema>;
export type BillingStatus = Billing["status"];
export type BillingPrice = z.infer<typeof BillingPriceSchema>;
export type Checkout = z.infer<typeof CheckoutSchema>;
export type Portal = z.infer<typeof PortalSchema>;
export type PlanChange = z.infer<typeof PlanChangeSchema>;
export type BillingLink = z.infer<typeof BillingLinkSchema>;
export type Preview = z.infer<typeof PreviewSchema>;
