import { z } from "zod";
import { DIMENSIONS, type Dimension, DimensionSchema } from "./dimensions.ts";
import { FilterSchema } from "./filter.ts";
import { InstantSchema, TimestampSchema, text } from "./text.ts";

export const INTERVALS = ["minute", "hour", "day", "week", "month", "quarter", "year"] as const;
export type Interval = (typeof INTERVALS)[number];

const METRICS = ["clicks", "visitors"];

/** A time zone by its IANA name, in the spelling the zone database uses. */
export const TimeZoneSchema = text(1, 64)
  .transform((name, issues) => {
    try {
      // An offset such as +02:00 has no daylight-saving time, so it is no zone.
      if (/^[A-Za-z]/.test(name))
        return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
    } catch {}
    issues.addIssue({
      code: "custom",
      message: "Must be an IANA time zone such as Europe/Berlin",
      params: { code: "invalid_time_zone" },
    });
    return z.NEVER;
  })
  .meta({ description: "IANA time zone that days and weeks are cut in", example: "Europe/Berlin" });

const filterFields = Object.fromEntries(
  DIMENSIONS.map((name) => [
    name,
    FilterSchema.optional().meta({ description: `Filter: \`a,b\` keeps, \`!a\` leaves out` }),
  ]),
) as Record<Dimension, z.ZodOptional<typeof FilterSchema>>;

export const StatsQuerySchema = z.strictObject({
  start: InstantSchema.optional().meta({ description: "First instant; 30 days before `end` when left out" }),
  end: InstantSchema.optional().meta({
    description: "Up to this instant, itself not counted; now when left out",
  }),
  timezone: TimeZoneSchema.default("UTC"),
  metrics: z
    .string()
    .refine((list) => list.split(",").every((name) => METRICS.includes(name)), {
      error: `May name ${METRICS.join(" and ")}, with commas between`,
      params: { code: "invalid_value" },
    })
    .optional()
    .meta({
      description: "The numbers that are wanted; others may be answered too",
      example: "clicks,visitors",
    }),
  interval: z.enum(INTERVALS).optional().meta({ description: "Answer `series`, an entry an interval" }),
  groupBy: DimensionSchema.optional().meta({ description: "Answer `groups`, most clicks first" }),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000)
    .default(100)
    .meta({ description: "How many groups at most" }),
  include: z.enum(["bots"]).optional().meta({ description: "Count bots, previews and prefetches too" }),
  ...filterFields,
});

const Counts = {
  clicks: z.int(),
  visitors: z.int().meta({ description: "Different visitors, each counted once a day (UTC)" }),
};

export const StatsSchema = z
  .object({
    start: TimestampSchema,
    end: TimestampSchema,
    timezone: z.string(),
    totals: z.object(Counts),
    series: z.array(z.object({ start: TimestampSchema, ...Counts })).optional(),
    groups: z
      .array(z.object(Counts).catchall(z.union([z.string(), z.int()])))
      .optional()
      .meta({ description: "Each with its value under the dimension's name" }),
  })
  .meta({ id: "Stats" });

export type StatsQuery = z.infer<typeof StatsQuerySchema>;
export type Stats = z.infer<typeof StatsSchema>;
export type Counts = { clicks: number; visitors: number };
