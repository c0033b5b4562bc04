import { z } from "zod";
import { CLICK_ID } from "./click.ts";
import { amountOf, CurrencySchema, decimalOf, digitsOf, MAX_AMOUNT } from "./currency.ts";
import { MetadataSchema } from "./link.ts";
import { PageQueryFields, pageOf } from "./page.ts";
import { InstantSchema, TimestampSchema, text } from "./text.ts";
import { TimeZoneSchema } from "./time-zone.ts";

export const CONVERSION_TYPES = ["lead", "sale"] as const;
export type ConversionType = (typeof CONVERSION_TYPES)[number];
const ConversionTypeSchema = z.enum(CONVERSION_TYPES).meta({ id: "ConversionType" });

/** What a visitor of one day is called: `vis_` and 14 hexadecimal digits. */
export const VISITOR_ID = /^vis_[0-9a-f]{14}$/;

const BY = ["clickId", "visitorId", "link"] as const;

const ValueSchema = z.union([z.string().max(20), z.number()]).meta({
  description: "What it was worth: a decimal with no more digits than the currency has",
  example: "19.99",
});

export const ConversionCreateSchema = z
  .strictObject({
    clickId: z.string().regex(CLICK_ID, "Must be the id of a click").optional().meta({
      description: "What the link's `clickIdParameter` brought along",
      example: "clk_019bc0fb5c008d2f61c0a9be",
    }),
    visitorId: z
      .string()
      .regex(VISITOR_ID, "Must be the id of a visitor")
      .optional()
      .meta({ description: "A visitor of the same day (UTC), whose last click before it counts" }),
    link: text(1, 1_000)
      .optional()
      .meta({ description: "Without a click: the link's id, `ext_EXTERNALID` or `DOMAIN/SLUG`" }),
    type: ConversionTypeSchema,
    value: ValueSchema.nullish(),
    currency: CurrencySchema.nullish(),
    externalId: text(1, 255).meta({
      description: "Your own id of it, an order's for example: each is recorded once",
      example: "order-4711",
    }),
    occurredAt: InstantSchema.optional().meta({ description: "When it happened; now when left out" }),
    metadata: MetadataSchema.nullish(),
  })
  .superRefine((input, context) => {
    const issue = (path: string, code: string, message: string) =>
      context.addIssue({ code: "custom", path: [path], message, params: { code } });
    const given = BY.filter((name) => input[name] !== undefined);
    if (given.length === 0) issue("clickId", "required", `Give one of ${BY.join(", ")}`);
    if (given.length > 1)
      for (const name of given) issue(name, "contradiction", `Give one of ${BY.join(", ")} only`);
    const { value, currency } = input;
    if (value != null && currency == null) issue("currency", "required", "Is required with a value");
    if (value == null && currency != null) issue("value", "required", "Is required with a currency");
    if (value == null || currency == null || amountOf(value, currency) !== null) return;
    const most = decimalOf(MAX_AMOUNT, currency);
    issue(
      "value",
      "invalid_value",
      `Must be a decimal from 0 to ${most} with ${digitsOf(currency)} digits behind the point at most`,
    );
  })
  .meta({ id: "ConversionCreate" });

const known = z.string().nullable();

export const ConversionSchema = z
  .object({
    id: z.string().meta({ example: "cnv_0UhbkR3TqMbV2xPz7KfW" }),
    externalId: z.string(),
    type: ConversionTypeSchema,
    value: known.meta({ description: "A decimal with all digits of the currency", example: "19.90" }),
    currency: known,
    clickId: known,
    visitorId: known,
    link: known.meta({ description: "The id of the link that it is owed to" }),
    attributed: z.boolean().meta({
      description: "false until its click is found, and for good where there is no such click",
    }),
    tags: z.array(z.string()).meta({ description: "The link's tags, as they were when it was booked" }),
    linkMetadata: z
      .record(z.string(), z.string())
      .meta({ description: "The link's metadata, as it was when it was booked" }),
    folder: known.meta({ description: "The id of the folder that the link lay in when it was booked" }),
    country: known,
    metadata: z.record(z.string(), z.string()),
    occurredAt: TimestampSchema,
    bookedAt: TimestampSchema.nullable().meta({
      description: "From when on it is in the totals; null while its click is looked for",
    }),
    voidedAt: TimestampSchema.nullable().meta({ description: "From when on it is taken back" }),
    createdAt: TimestampSchema,
  })
  .meta({ id: "Conversion" });

const PeriodFields = {
  start: InstantSchema.optional().meta({ description: "First instant" }),
  end: InstantSchema.optional().meta({ description: "Up to this instant, itself not counted" }),
};

const CodeSchema = CurrencySchema.optional().meta({ description: "Only of this currency" });

const FilterFields = {
  ...PeriodFields,
  by: z.enum(["occurred", "booked", "voided"]).default("occurred").meta({
    description: "Of which of its times `start` and `end` speak; `booked` and `voided` are those of totals",
  }),
  link: text(1, 1_000).optional().meta({ description: "A link's id, `ext_EXTERNALID` or `DOMAIN/SLUG`" }),
  tag: text(1, 50).optional().meta({ description: "A tag that the link had when it was booked" }),
  type: ConversionTypeSchema.optional(),
};

export const ConversionListQuerySchema = z.strictObject({ ...PageQueryFields, ...FilterFields });
export const ConversionExportQuerySchema = z.strictObject({
  ...FilterFields,
  format: z.enum(["csv", "ndjson"]).default("csv"),
});
export const ConversionPageSchema = pageOf(ConversionSchema).meta({ id: "ConversionPage" });

const PLAIN_GROUPS = ["tag", "link", "folder", "month", "type"] as const;
const METADATA = "metadata:";

/** What totals are told apart by: a word, or a key of links' metadata. */
export type TotalsGroup = PlainGroup | { by: "metadata"; key: string };
type PlainGroup = { [By in (typeof PLAIN_GROUPS)[number]]: { by: By } }[(typeof PLAIN_GROUPS)[number]];

const GroupSchema = text(1, 59)
  .transform((name, context): TotalsGroup => {
    const by = PLAIN_GROUPS.find((one) => one === name);
    if (by) return { by } as PlainGroup;
    if (name.startsWith(METADATA) && name.length > METADATA.length)
      return { by: "metadata", key: name.slice(METADATA.length) };
    const message = `Must be one of ${PLAIN_GROUPS.join(", ")}, or metadata:KEY`;
    context.addIssue({ code: "custom", message, params: { code: "invalid_value" } });
    return z.NEVER;
  })
  .meta({
    description: `\`${PLAIN_GROUPS.join("`, `")}\`, or \`metadata:KEY\`: a key of the links' metadata`,
    example: "tag",
  });

export const ConversionTotalsQuerySchema = z.strictObject({
  start: InstantSchema.optional().meta({
    description: "What was booked or voided from this instant on; 30 days before `end` when left out",
  }),
  end: InstantSchema.optional().meta({
    description: "Up to this instant, itself not counted; now when left out",
  }),
  groupBy: GroupSchema.optional(),
  timezone: TimeZoneSchema.default("UTC").meta({ description: "IANA name: what months are cut in" }),
  currency: CodeSchema,
  type: ConversionTypeSchema.optional(),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000)
    .default(1_000)
    .meta({ description: "How many rows to answer at most", example: 1_000 }),
  cursor: text(1, 100).optional().meta({ description: "`nextCursor` of the page before" }),
});

const countFields = {
  leads: z.int().meta({ description: "Booked in that time, without those voided in that time" }),
  sales: z.int().meta({ description: "Likewise" }),
  voided: z.int().meta({ description: "How many were taken back in that time, whenever they were booked" }),
  amount: z.string().nullable().meta({
    description: "Values booked without values taken back, exactly; null where there is no currency",
    example: "1234.50",
  }),
};

export const ConversionTotalSchema = z
  .object({
    value: known.meta({
      description: "The tag, link, month, ...; null for those that have none, and without `groupBy`",
    }),
    currency: known,
    ...countFields,
  })
  .meta({ id: "ConversionTotal" });

export const ConversionTotalsSchema = z
  .object({
    start: TimestampSchema,
    end: TimestampSchema,
    final: z.boolean().meta({ description: "Whether nothing can change these numbers any more" }),
    pending: z.int().meta({ description: "How many wait for their click just now, and are in no total yet" }),
    data: z.array(ConversionTotalSchema).meta({ description: "A row for each value and currency" }),
    nextCursor: known.meta({ description: "Pass as `cursor` for the next page; null on the last" }),
  })
  .meta({ id: "ConversionTotals" });

export type ConversionCreate = z.infer<typeof ConversionCreateSchema>;
export type Conversion = z.infer<typeof ConversionSchema>;
export type ConversionListQuery = z.infer<typeof ConversionListQuerySchema>;
export type ConversionExportQuery = z.infer<typeof ConversionExportQuerySchema>;
export type ConversionPage = z.infer<typeof ConversionPageSchema>;
export type ConversionTotalsQuery = z.infer<typeof ConversionTotalsQuerySchema>;
export type ConversionTotals = z.infer<typeof ConversionTotalsSchema>;
export type ConversionCreateInput = z.input<typeof ConversionCreateSchema>;
export type ConversionListInput = z.input<typeof ConversionListQuerySchema>;
export type ConversionExportInput = z.input<typeof ConversionExportQuerySchema>;
export type ConversionTotalsInput = z.input<typeof ConversionTotalsQuerySchema>;
