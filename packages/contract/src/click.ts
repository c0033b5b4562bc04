import { z } from "zod";
import { DIMENSIONS, type Dimension } from "./dimensions.ts";
import { pageOf } from "./page.ts";
import { PeriodFields, StatsQuerySchema } from "./stats.ts";
import { TimestampSchema, text } from "./text.ts";

/** `clk_`, then the time in milliseconds and what tells it from others of that time: ids sort by time. */
export const CLICK_ID = /^clk_[0-9a-f]{24}$/;
const ClickIdSchema = z.string().meta({ example: "clk_019bc0fb5c008d2f61c0a9be" });

/** When a click was, in milliseconds since 1970, by its id. */
export function timeOfClick(id: string): number {
  return Number.parseInt(id.slice(4, 16), 16);
}

const known = z.string().nullable();

export const ClickSchema = z
  .object({
    id: ClickIdSchema,
    at: TimestampSchema,
    link: z.string().meta({ description: "The link's id" }),
    slug: z.string().meta({ description: "The slug that was followed" }),
    domain: z.string().meta({ description: "Host; the id of a domain that does not answer any more" }),
    shortUrl: known.meta({ description: "The address that was followed; null once its domain is gone" }),
    trigger: z.string().meta({ description: "`link`, `qr` or `open` (tracking pixel)" }),
    rule: known.meta({ description: "The rule that decided" }),
    variant: known.meta({ description: "The variant of a split that decided" }),
    class: z.string().meta({ description: "`human`, `bot`, `preview`, `prefetch` or `duplicate`" }),
    bot: known,
    visitorId: known.meta({ description: "The same for a visitor's clicks of one day (UTC), and no longer" }),
    continent: known,
    country: known,
    region: known,
    city: known,
    asn: z.int().nullable(),
    asName: known,
    referrer: known.meta({ description: "Host" }),
    browser: known,
    os: known,
    device: known,
    deviceModel: known,
    language: known,
    utm: z.object({ source: known, medium: known, campaign: known, term: known, content: known }),
  })
  .meta({ id: "Click", description: "What is not known is null" });

type StatsFields = typeof StatsQuerySchema.shape;

/** The filters of statistics. */
const FilterFields = {
  timezone: StatsQuerySchema.shape.timezone.meta({
    description: "IANA name: what `period`, `hour` and `weekday` are told by",
  }),
  include: StatsQuerySchema.shape.include.meta({
    description: "Bots, previews, prefetches and duplicates too",
  }),
  ...(Object.fromEntries(DIMENSIONS.map((name) => [name, StatsQuerySchema.shape[name]])) as Pick<
    StatsFields,
    Dimension
  >),
};

const TimeFields = { ...PeriodFields, period: StatsQuerySchema.shape.period };

export const ClickListQuerySchema = z.strictObject({
  ...TimeFields,
  ...FilterFields,
  order: z.enum(["desc", "asc"]).default("desc").meta({ description: "Newest first, or oldest" }),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000)
    .default(50)
    .meta({ description: "How many to answer at most", example: 50 }),
  cursor: text(1, 200).optional().meta({ description: "`nextCursor` of the page before" }),
});
export const ClickPageSchema = pageOf(ClickSchema).meta({ id: "ClickPage" });

export const EXPORT_FORMATS = ["csv", "ndjson", "parquet"] as const;
export const ClickExportQuerySchema = z.strictObject({
  ...TimeFields,
  ...FilterFields,
  format: z.enum(EXPORT_FORMATS).default("csv"),
});

export const ClickStreamQuerySchema = z.strictObject({
  ...FilterFields,
  lastEventId: z
    .string()
    .regex(CLICK_ID, "Must be the id of a click")
    .optional()
    .meta({ description: "Continue after this click, where the header `Last-Event-ID` cannot be sent" }),
});

export type Click = z.infer<typeof ClickSchema>;
export type ClickFilters = Pick<z.infer<typeof ClickListQuerySchema>, keyof typeof FilterFields>;
export type ClickTime = Pick<z.infer<typeof ClickListQuerySchema>, keyof typeof TimeFields>;
export type ClickListQuery = z.infer<typeof ClickListQuerySchema>;
export type ClickPage = z.infer<typeof ClickPageSchema>;
export type ClickExportQuery = z.infer<typeof ClickExportQuerySchema>;
export type ClickStreamQuery = z.infer<typeof ClickStreamQuerySchema>;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];
export type ClickListInput = z.input<typeof ClickListQuerySchema>;
export type ClickExportInput = z.input<typeof ClickExportQuerySchema>;
export type ClickStreamInput = z.input<typeof ClickStreamQuerySchema>;
