import { z } from "zod";
import { StatsSchema } from "./stats.ts";
import { TimestampSchema } from "./text.ts";
import { TimeZoneSchema } from "./time-zone.ts";

/** What a public statistics page can show beside the totals. */
export const PUBLIC_PARTS = ["series", "countries", "referrers", "devices", "browsers"] as const;
export type PublicPart = (typeof PUBLIC_PARTS)[number];

/** The times that whoever looks at the page can choose from. */
export const PUBLIC_PERIODS = ["7d", "30d", "90d", "all"] as const;
export const PublicPeriodSchema = z.enum(PUBLIC_PERIODS).default("30d");
export type PublicPeriod = (typeof PUBLIC_PERIODS)[number];

const PartsSchema = z.array(z.enum(PUBLIC_PARTS)).meta({
  description: "What is shown beside the totals, which always are; everything when left out",
  example: ["series", "countries"],
});

export const PublicStatisticsCreateSchema = z
  .strictObject({
    show: PartsSchema.max(PUBLIC_PARTS.length)
      .transform((parts) => PUBLIC_PARTS.filter((part) => parts.includes(part)))
      .optional(),
    timezone: TimeZoneSchema.optional().meta({
      description: "What the page's days are told by; UTC when left out",
    }),
  })
  .meta({ id: "PublicStatisticsCreate" });

export const PublicStatisticsSchema = z
  .object({
    url: z.string().meta({
      description:
        "Of the page; with `.json` behind it the same as JSON. Whoever knows it sees the statistics",
      example: "https://go.example.com/stats/8fKq2ZrW0aTn5YcXh3LdPe7B",
    }),
    show: PartsSchema,
    timezone: z.string(),
    createdBy: z.string().meta({ description: "Who made it, as the audit log names them" }),
    createdAt: TimestampSchema,
  })
  .meta({ id: "PublicStatistics" });

const { start, end, timezone, totals, series } = StatsSchema.shape;
const listOf = (name: string) =>
  z
    .object({ top: StatsSchema.shape.groups.unwrap(), other: StatsSchema.shape.other })
    .optional()
    .meta({ description: `The first ten ${name}, and the others together` });

/** What `URL.json` answers, without a key. */
export const PublicStatisticsDataSchema = z.object({
  link: z.object({ title: z.string().nullable(), shortUrl: z.string() }),
  period: z.enum(PUBLIC_PERIODS),
  ...{ start, end, timezone, totals, series },
  countries: listOf("countries"),
  referrers: listOf("referrers"),
  devices: listOf("devices"),
  browsers: listOf("browsers"),
});

export type PublicStatisticsCreate = z.infer<typeof PublicStatisticsCreateSchema>;
export type PublicStatistics = z.infer<typeof PublicStatisticsSchema>;
export type PublicStatisticsData = z.infer<typeof PublicStatisticsDataSchema>;
