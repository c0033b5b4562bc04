import { z } from "zod";
import { DIMENSIONS, type Dimension, DimensionSchema } from "./dimensions.ts";
import { FilterSchema } from "./filter.ts";
import { InstantSchema, TimestampSchema } from "./text.ts";
import { TimeZoneSchema } from "./time-zone.ts";

export const INTERVALS = ["minute", "hour", "day", "week", "month", "quarter", "year"] as const;
export type Interval = (typeof INTERVALS)[number];

const METRICS = ["clicks", "scans", "opens", "visitors"];

/** What is to be known of a filter's values, where its name does not say it. */
const VALUES: Partial<Record<Dimension, string>> = {
  link: "; ids, `ext_EXTERNALID` or `DOMAIN/SLUG`",
  domain: "; hosts",
  trigger: "; `link`, `qr` or `open`",
};

const filterFields = Object.fromEntries(
  DIMENSIONS.map((name) => [
    name,
    FilterSchema.optional().meta({
      description: `Filter: \`a,b\` keeps, \`!a\` leaves out${VALUES[name] ?? ""}`,
    }),
  ]),
) as Record<Dimension, z.ZodOptional<typeof FilterSchema>>;

export const PeriodFields = {
  start: InstantSchema.optional().meta({ description: "First instant; 30 days before `end` when left out" }),
  end: InstantSchema.optional().meta({
    description: "Up to this instant, itself not counted; now when left out",
  }),
};

export const GroupLimitSchema = z.coerce.number().int().min(1).max(1_000).default(100);

export const StatsQuerySchema = z.strictObject({
  ...PeriodFields,
  timezone: TimeZoneSchema.default("UTC"),
  metrics: z
    .string()
    .refine((list) => list.split(",").every((name) => METRICS.includes(name)), {
      error: `May name ${METRICS.join(", ")}, with commas between`,
      params: { code: "invalid_value" },
    })
    .optional()
    .meta({
      description: "The numbers that are wanted; others may be answered too",
      example: "clicks,scans,visitors",
    }),
  interval: z.enum(INTERVALS).optional().meta({ description: "Answer `series`, an entry an interval" }),
  groupBy: DimensionSchema.optional().meta({ description: "Answer `groups`, most clicks and scans first" }),
  limit: GroupLimitSchema.meta({ description: "How many groups at most" }),
  include: z.enum(["bots"]).optional().meta({ description: "Count bots, previews and prefetches too" }),
  ...filterFields,
});

const Counts = {
  clicks: z.int().meta({ description: "The link itself was followed" }),
  scans: z.int().meta({ description: "Its QR code was; not among the clicks" }),
  opens: z.int().meta({ description: "Its tracking pixel was loaded" }),
  visitors: z
    .int()
    .meta({ description: "Different visitors of clicks and scans, each counted once a day (UTC)" }),
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
export type Counts = { clicks: number; scans: number; opens: number; visitors: number };
