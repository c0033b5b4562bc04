import { z } from "zod";
import { InstantSchema, text } from "./text.ts";
import { TimeZoneSchema } from "./time-zone.ts";
import { DestinationSchema } from "./url.ts";

const not = z.boolean().optional().meta({ description: "Holds where the condition itself does not" });
const values = z.array(text(1, 255)).min(1).max(200);
const oneOf = <Type extends string>(type: Type, description: string, list: z.ZodType<string[]> = values) =>
  z.strictObject({ type: z.literal(type), in: list.meta({ description }), not });

/** ISO 3166-1, two letters, read to capitals. */
export const CountrySchema = z
  .string()
  .regex(/^[A-Za-z]{2}$/, "Must be two letters such as DE")
  .transform((code) => code.toUpperCase());
export const ContinentSchema = z
  .string()
  .regex(/^([Aa][FfNnSs]|[Ee][Uu]|[Nn][Aa]|[Oo][Cc]|[Ss][Aa])$/, "Must be AF, AN, AS, EU, NA, OC or SA")
  .transform((code) => code.toUpperCase());
const countries = z.array(CountrySchema).min(1).max(250);
const continents = z.array(ContinentSchema).min(1).max(7);
const lower = z
  .array(text(1, 255).transform((value) => value.toLowerCase()))
  .min(1)
  .max(200);
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Must be a time of day such as 08:30");

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export const DEVICES = [
  "desktop",
  "mobile",
  "tablet",
  "smarttv",
  "console",
  "wearable",
  "xr",
  "embedded",
] as const;

/** A range of addresses in CIDR notation; a single address is a range of one. */
const CidrSchema = z.union([z.cidrv4(), z.cidrv6(), z.ipv4(), z.ipv6()], {
  error: "Must be an address or a CIDR range such as 203.0.113.0/24",
});

export const ConditionSchema = z
  .discriminatedUnion("type", [
    oneOf("device", "Kinds of device", z.array(z.enum(DEVICES)).min(1)),
    oneOf(
      "os",
      "Operating systems: `iOS`, `Android`, `Windows`, `macOS`, `Linux` (any distribution); any case",
      lower,
    ),
    oneOf("browser", "Browsers: `Firefox`, `Chrome`, `Mobile Safari`; any case", lower),
    oneOf("continent", "Two letters: `EU`", continents),
    oneOf("country", "ISO 3166-1, two letters: `DE`", countries),
    oneOf("region", "Names of regions, any case", lower),
    oneOf("city", "Names of cities, any case", lower),
    oneOf("language", "The visitor's first language: `de`, or `pt-br` with its region", lower),
    oneOf("referrer", "Hosts that the visitor came from, their subdomains too", lower),
    z.strictObject({
      type: z.literal("asn"),
      in: z.array(z.int().min(1).max(4_294_967_295)).min(1).max(500),
      not,
    }),
    z.strictObject({ type: z.literal("cidr"), in: z.array(CidrSchema).min(1).max(200), not }),
    z.strictObject({
      type: z.literal("query"),
      name: text(1, 255),
      in: values.optional().meta({ description: "Its values; any, when left out" }),
      not,
    }),
    z
      .strictObject({
        type: z.literal("date"),
        from: InstantSchema.optional(),
        until: InstantSchema.optional().meta({ description: "Up to this instant, itself not counted" }),
        not,
      })
      .refine(({ from = "", until }) => until === undefined || from < until, {
        error: "Must be after from",
        path: ["until"],
        params: { code: "too_small" },
      }),
    z.strictObject({
      type: z.literal("time"),
      from: clock.meta({ description: "Time of day, `08:30`" }),
      until: clock.meta({ description: "Itself not counted; up to `from`, it is the next day's" }),
      timezone: TimeZoneSchema,
      days: z
        .array(z.enum(DAYS))
        .min(1)
        .max(7)
        .optional()
        .meta({ description: "Days on which it begins; all, when left out" }),
      not,
    }),
    z.strictObject({ type: z.literal("visitor"), is: z.enum(["human", "bot"]), not }),
  ])
  .meta({ id: "Condition" });

const VariantSchema = z.strictObject({
  url: DestinationSchema,
  weight: z.int().min(1).max(10_000).meta({ description: "Its share of the sum of weights" }),
  name: text(1, 50).optional().meta({ description: "In statistics; `A`, `B`, ... when left out" }),
});

export const RuleSchema = z
  .strictObject({
    name: text(1, 50).optional().meta({ description: "In statistics; its place (`1`) when left out" }),
    conditions: z.array(ConditionSchema).max(20).meta({ description: "All must hold; none holds always" }),
    url: DestinationSchema.optional(),
    split: z.array(VariantSchema).min(2).max(20).optional().meta({
      description: "Destinations by weight instead of `url`; a visitor gets the same one each time",
    }),
  })
  .refine((rule) => (rule.url === undefined) !== (rule.split === undefined), {
    error: "Must have either url or split",
    params: { code: "one_of" },
  })
  .meta({ id: "Rule" });

/** Rules in order: the first whose conditions all hold decides where the visitor goes. */
export const RulesSchema = z.array(RuleSchema).max(50).meta({
  description: "The first rule whose conditions all hold decides; without one, `url` does",
});

export type Condition = z.infer<typeof ConditionSchema>;
export type Rule = z.infer<typeof RuleSchema>;
export type Variant = z.infer<typeof VariantSchema>;
