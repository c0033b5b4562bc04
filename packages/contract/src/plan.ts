import { z } from "zod";

/** How much of statistics a plan has, least first. Each level has all of those before it. */
export const STATISTICS_LEVELS = ["basic", "breakdowns", "full"] as const;
export type StatisticsLevel = (typeof STATISTICS_LEVELS)[number];

const limit = (description: string) =>
  z
    .int()
    .min(0)
    .max(1_000_000_000_000)
    .nullable()
    .meta({ description: `${description}; null is no limit` });

/** What a workspace may do. In a file of plans and on the wire alike. */
export const PlanSchema = z
  .strictObject({
    apiRequestsPerMinute: limit("Requests a minute with one API key; 0 is no API").refine(
      (count) => count === null || count <= 1_000_000_000,
      "Must be 1,000,000,000 or less",
    ),
    linksPerMonth: limit("New links in a month of UTC"),
    clicksPerMonth: limit("Tracked clicks in a month of UTC"),
    statistics: z.enum(STATISTICS_LEVELS).meta({
      description:
        "`basic`: totals, days, countries, referrers. `breakdowns`: all breakdowns. `full`: single clicks, exports and the stream, too",
    }),
    statisticsDays: limit("How many days statistics reach back"),
    keys: limit("API keys"),
    domains: limit("Domains"),
    members: limit("Members"),
    webhooks: limit("Webhooks"),
    auditDays: limit("How many days the audit log reaches back"),
    price: z
      .strictObject({
        amount: z.string().regex(/^\d{1,7}(\.\d{1,4})?$/, "Must be a decimal such as 9.99"),
        currency: z.string().regex(/^[A-Z]{3}$/, "Must be a currency of ISO 4217 such as USD"),
      })
      .nullable()
      .meta({ description: "A month; null where the plan is not for sale" }),
  })
  .meta({ id: "Plan" });

export type Plan = z.infer<typeof PlanSchema>;
/** Plans by name, the least first. */
export type PlanTable = Readonly<Record<string, Plan>>;
/** What a plan says a number of. */
export type PlanLimit = { [Name in keyof Plan]: Plan[Name] extends number | null ? Name : never }[keyof Plan];

export const PlansSchema = z
  .object({
    data: z.array(PlanSchema.extend({ name: z.string().meta({ example: "pro" }) })),
    isBillingOn: z.boolean().meta({ description: "Whether those with a price can be bought here" }),
  })
  .meta({ id: "Plans", description: "The plans there are, the least first" });
export type Plans = z.infer<typeof PlansSchema>;

export const PlanNameSchema = z
  .string()
  .regex(/^[a-z][a-z0-9_-]{0,31}$/, "Must be of up to 32 small letters, digits, - and _");

/** The plans there are where no file says otherwise. */
export const DEFAULT_PLANS = {
  free: {
    apiRequestsPerMinute: 0,
    linksPerMonth: 50,
    clicksPerMonth: 5_000,
    statistics: "basic",
    statisticsDays: 30,
    keys: 0,
    domains: 0,
    members: 1,
    webhooks: 0,
    auditDays: 7,
    price: { amount: "0", currency: "USD" },
  },
  pro: {
    apiRequestsPerMinute: 120,
    linksPerMonth: 5_000,
    clicksPerMonth: 100_000,
    statistics: "breakdowns",
    statisticsDays: 365,
    keys: 5,
    domains: 3,
    members: 3,
    webhooks: 3,
    auditDays: 90,
    price: { amount: "9.99", currency: "USD" },
  },
  enterprise: {
    apiRequestsPerMinute: 1_200,
    linksPerMonth: 100_000,
    clicksPerMonth: 5_000_000,
    statistics: "full",
    statisticsDays: 1_095,
    keys: 50,
    domains: 50,
    members: 25,
    webhooks: 25,
    auditDays: 365,
    price: { amount: "49.99", currency: "USD" },
  },
  unlimited: {
    apiRequestsPerMinute: null,
    linksPerMonth: null,
    clicksPerMonth: null,
    statistics: "full",
    statisticsDays: null,
    keys: null,
    domains: null,
    members: null,
    webhooks: null,
    auditDays: null,
    price: null,
  },
} as const satisfies PlanTable;

/** A file of plans: what it leaves out of a plan that there is stays as it is; a new plan is given whole. */
export const PlansFileSchema = z.record(PlanNameSchema, PlanSchema.partial());

/** The plan for sale, the first in the table, that costs more than `from` and has what `has` looks for; null where none has. */
export function planThatHas(plans: PlanTable, from: Plan, has: (plan: Plan) => boolean): string | null {
  const costs = ({ price }: Plan) => Number(price?.amount ?? -1);
  for (const [name, plan] of Object.entries(plans))
    if (plan.price !== null && costs(plan) > costs(from) && has(plan)) return name;
  return null;
}

export function hasStatistics(plan: Pick<Plan, "statistics">, level: StatisticsLevel): boolean {
  return STATISTICS_LEVELS.indexOf(plan.statistics) >= STATISTICS_LEVELS.indexOf(level);
}
