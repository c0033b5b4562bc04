import { z } from "zod";
import { PlanSchema } from "./plan.ts";
import { TimestampSchema } from "./text.ts";

const UsedSchema = z
  .object({
    limit: z.int().nullable().meta({ description: "null is no limit" }),
    used: z.int().nullable().meta({ description: "null where it is not known at the moment" }),
    left: z.int().nullable().meta({ description: "null where there is no limit, or it is not known" }),
    resetsAt: TimestampSchema.nullable().meta({
      description: "When it is counted anew; null where it is not",
    }),
  })
  .meta({ id: "Used" });

export const UsageSchema = z
  .object({
    plan: z.string().meta({ example: "pro" }),
    upgradeTo: z
      .string()
      .nullable()
      .meta({ description: "The next plan for sale that has more; null where there is none" }),
    links: UsedSchema.meta({
      description: "New links of the month (UTC), those among them that were deleted since",
    }),
    clicks: UsedSchema.meta({ description: "Clicks and scans by people of the month (UTC)" }),
    apiRequests: UsedSchema.meta({ description: "By whoever asks, in the minute that is under way" }),
    keys: UsedSchema.meta({ description: "Keys that are neither revoked nor expired" }),
    domains: UsedSchema,
    members: UsedSchema,
    webhooks: UsedSchema,
    statistics: PlanSchema.shape.statistics.meta({
      description: "What of statistics is answered now: `basic` while the month's clicks are spent",
    }),
    statisticsDays: PlanSchema.shape.statisticsDays,
    auditDays: PlanSchema.shape.auditDays,
  })
  .meta({ id: "Usage" });

export type Used = z.infer<typeof UsedSchema>;
export type Usage = z.infer<typeof UsageSchema>;
