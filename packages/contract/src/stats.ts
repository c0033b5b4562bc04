import { z } from "zod";
import { CurrencySchema } from "./currency.ts";
import { DIMENSIONS, type Dimension } from "./dimensions.ts";
import { type Filter, FilterSchema } from "./filter.ts";
import { InstantSchema, TimestampSchema } from "./text.ts";
import { TimeZoneSchema } from "./time-zone.ts";

export const INTERVALS = ["minute", "hour", "day", "week", "month", "quarter", "year"] as const;
export type Interval = (typeof INTERVALS)[number];

/** What is counted, and answered in this order. */
export const METRICS = ["clicks", "scans", "opens", "visitors"] as const;
export type ClickMetric = (typeof METRICS)[number];
export type Counts = Record<ClickMetric, number>;
/** What came of clicks: counted where it is asked for. */
export const CONVERSION_METRICS = ["conversions", "leads", "sales", "value"] as const;
export type ConversionMetric = (typeof CONVERSION_METRICS)[number];
export const ALL_METRICS = [...METRICS, ...CONVERSION_METRICS] as const;
export type Metric = ClickMetric | ConversionMetric;

export const PERIODS = ["24h", "7d", "30d", "90d", "12mo", "mtd", "ytd", "all"] as const;
export type PeriodName = (typeof PERIODS)[number];

export const COMPARISONS = ["previous", "year"] as const;
export type Comparison = (typeof COMPARISONS)[number];

export const MAX_GROUPED = 3;
export const MAX_LISTS = 12;

/** What is to be known of a filter's values, where its name does not say it. */
const VALUES: Partial<Record<Dimension, string>> = {
  link: "; ids, `ext_EXTERNALID` or `DOMAIN/SLUG`",
  domain: "; hosts",
  folder: "; ids or names, empty for links in none",
  trigger: "; `link`, `qr` or `open`",
  hour: "; 0 to 23 in `timezone`",
  weekday: "; 1 (Monday) to 7 in `timezone`",
  hourOfWeek: "; 0 (Monday, midnight) to 167 in `timezone`",
};

/** Dimensions whose values are whole numbers, with the least and the greatest. */
export const NUMBERS: Partial<Record<Dimension, [least: number, most: number]>> = {
  hour: [0, 23],
  weekday: [1, 7],
  hourOfWeek: [0, 167],
};

function filterOf(name: Dimension) {
  const [least, most] = NUMBERS[name] ?? [];
  if (least === undefined || most === undefined) return FilterSchema;
  const isOne = (value: string) =>
    /^(0|[1-9]\d{0,2})$/.test(value) && Number(value) >= least && Number(value) <= most;
  return FilterSchema.refine(({ include, exclude }: Filter) => [...include, ...exclude].every(isOne), {
    error: `Takes whole numbers from ${least} to ${most}`,
    params: { code: "invalid_value" },
  });
}

const filterFields = Object.fromEntries(
  DIMENSIONS.map((name) => [
    name,
    filterOf(name)
      .optional()
      .meta({ description: `Filter: \`a,b\` keeps, \`!a\` leaves out${VALUES[name] ?? ""}` }),
  ]),
) as Record<Dimension, z.ZodOptional<typeof FilterSchema>>;

/** One name or more, each once, with commas between. */
function namesOf<Name extends string>(names: readonly Name[], most: number) {
  return z
    .string()
    .transform((list) => list.split(",") as Name[])
    .refine(
      (list) =>
        list.length <= most &&
        new Set(list).size === list.length &&
        list.every((name) => names.includes(name)),
      {
        error: `Takes up to ${most} of ${names.join(", ")}, each once, with commas between`,
        params: { code: "invalid_value" },
      },
    );
}

export const PeriodFields = {
  start: InstantSchema.optional().meta({ description: "First instant; 30 days before `end` when left out" }),
  end: InstantSchema.optional().meta({
    description: "Up to this instant, itself not counted; now when left out",
  }),
};

const MAX_GROUPS = 1_000;
export const DEFAULT_GROUPS = 100;
export const GroupLimitSchema = z.coerce.number().int().min(1).max(MAX_GROUPS).default(DEFAULT_GROUPS);

const shapeFields = {
  interval: z.enum(INTERVALS).optional().meta({
    description: "Answer `series`, an entry an interval; with `groupBy` in each group, too",
  }),
  groupBy: namesOf(DIMENSIONS, MAX_GROUPED)
    .optional()
    .meta({
      description: `Answer \`groups\`, by one dimension or up to ${MAX_GROUPED}: ${DIMENSIONS.join(", ")}`,
      example: "country,device",
    }),
  lists: namesOf(DIMENSIONS, MAX_LISTS)
    .optional()
    .meta({
      description: `Answer \`lists\`: the groups of each of up to ${MAX_LISTS} dimensions by itself, in one question`,
      example: "country,browser,referrer",
    }),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(MAX_GROUPS)
    .optional()
    .meta({
      description: `How many groups at most, in each list, too; ${DEFAULT_GROUPS}, or as many as fit with \`interval\`, when left out`,
    }),
  other: z
    .enum(["true", "false"])
    .transform((value) => value === "true")
    .optional()
    .meta({ description: "Answer the groups past `limit` together, as `other`" }),
  orderBy: z.enum(ALL_METRICS).optional().meta({
    description: "What groups are ordered by; clicks and scans together when left out",
  }),
  order: z.enum(["asc", "desc"]).default("desc").meta({ description: "Least first, or most first" }),
};

export const StatsQuerySchema = z.strictObject({
  ...PeriodFields,
  period: z.enum(PERIODS).optional().meta({
    description: "A time up to now instead of `start` and `end`; its days and months are those of `timezone`",
  }),
  timezone: TimeZoneSchema.default("UTC"),
  compare: z.enum(COMPARISONS).optional().meta({
    description: "Answer `previous`: the time of equal length just before, or the same a year earlier",
  }),
  metrics: namesOf(ALL_METRICS, ALL_METRICS.length)
    .optional()
    .meta({
      description: `What to count: ${METRICS.join(", ")}, which is what is counted when it is left out, or ${CONVERSION_METRICS.join(", ")}`,
      example: "clicks,scans,visitors",
    }),
  currency: CurrencySchema.optional().meta({
    description: "The currency whose `value` is added up; required for that",
  }),
  ...shapeFields,
  include: z
    .enum(["bots"])
    .optional()
    .meta({ description: "Count bots, previews, prefetches and duplicates too" }),
  ...filterFields,
});

const countFields = {
  clicks: z.int().optional().meta({ description: "The link itself was followed" }),
  scans: z.int().optional().meta({ description: "Its QR code was; not among the clicks" }),
  opens: z.int().optional().meta({ description: "Its tracking pixel was loaded" }),
  visitors: z
    .int()
    .optional()
    .meta({ description: "Different visitors of clicks and scans, each counted once a day (UTC)" }),
  conversions: z.int().optional().meta({ description: "Leads and sales, those that were voided apart" }),
  leads: z.int().optional(),
  sales: z.int().optional(),
  value: z
    .string()
    .optional()
    .meta({ description: "Of conversions in `currency`, a decimal", example: "1234.50" }),
} satisfies Record<Metric, z.ZodType>;

const CountsSchema = z.object(countFields).meta({ id: "Counts" });
const SeriesSchema = z.array(z.object({ start: TimestampSchema, ...countFields }));

/** What an entry of groups has beside its own counts. */
const furtherFields = {
  previous: CountsSchema.optional().meta({ description: "With `compare`: its counts in that time" }),
  series: SeriesSchema.optional().meta({ description: "With `interval`: the same intervals as above" }),
};

const valueFields = Object.fromEntries(
  DIMENSIONS.map((name) => [name, (NUMBERS[name] ? z.int() : z.string()).optional()]),
) as Record<Dimension, z.ZodOptional<z.ZodString | z.ZodInt>>;

/** Without series, and without another period: a list is asked for to be short. */
const listFields = Object.fromEntries(
  DIMENSIONS.map((name) => [
    name,
    z.array(z.object({ [name]: NUMBERS[name] ? z.int() : z.string(), ...countFields })).optional(),
  ]),
);

export const StatsSchema = z
  .object({
    start: TimestampSchema,
    end: TimestampSchema,
    timezone: z.string(),
    totals: CountsSchema,
    series: SeriesSchema.optional(),
    groups: z
      .array(z.object({ ...valueFields, ...countFields, ...furtherFields }))
      .optional()
      .meta({ description: "Each with its values under the dimensions' names" }),
    other: z
      .object({
        ...countFields,
        groups: z.int().meta({ description: "How many groups these are" }),
        ...furtherFields,
      })
      .optional()
      .meta({ description: "The groups past `limit` together; a visitor of several counts once" }),
    lists: z
      .object(listFields)
      .optional()
      .meta({ description: "By dimension, its groups as `groupBy` that alone would answer them" }),
    previous: z
      .object({
        start: TimestampSchema,
        end: TimestampSchema,
        totals: CountsSchema,
        series: SeriesSchema.optional(),
      })
      .optional()
      .meta({ description: "The time that `compare` asks for" }),
  })
  .meta({ id: "Stats" });

export type StatsQuery = z.infer<typeof StatsQuerySchema>;
export type Stats = z.infer<typeof StatsSchema>;
/** The counts that were asked for; `value` in the currency's smallest units. */
export type SomeCounts = { [Name in Metric]?: number | undefined };
export type StatsInput = z.input<typeof StatsQuerySchema>;
