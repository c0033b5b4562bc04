import { z } from "zod";
import { JudgedLinkSchema } from "./abuse.ts";
import { PageQueryFields, pageOf } from "./page.ts";
import { TimestampSchema, text } from "./text.ts";

export const REPORT_REASONS = ["phishing", "malware", "spam", "illegal", "other"] as const;
export type ReportReason = (typeof REPORT_REASONS)[number];

const DetailsSchema = z
  .string()
  .max(2_000)
  .refine((details) => details.isWellFormed() && !details.includes("\0"), {
    error: "Must be well-formed Unicode without NUL",
    params: { code: "invalid_characters" },
  })
  .meta({ description: "What is wrong with it, in your words" });

/** What anybody may say of a link. */
export const ReportCreateSchema = z
  .strictObject({
    link: text(1, 2_000).meta({
      description: "The short URL",
      example: "https://go.example.com/spring-sale",
    }),
    reason: z.enum(REPORT_REASONS),
    details: DetailsSchema.optional(),
    contact: z
      .email({ error: "Must be an e-mail address", abort: true })
      .max(254)
      .optional()
      .meta({ description: "An e-mail address for questions; nobody else sees it" }),
  })
  .meta({ id: "ReportCreate" });

/** The same answer whether there is such a link or not. */
export const ReportReceivedSchema = z
  .object({ status: z.literal("received") })
  .meta({ id: "ReportReceived" });

export const REPORT_STATES = ["open", "blocked", "dismissed"] as const;

export const ReportSchema = z
  .object({
    id: z.string().meta({ example: "rpt_0UhbkR3TqMbV2xPz7KfW" }),
    link: z.string().meta({ description: "The short URL, as it was reported" }),
    linkId: z.string().nullable(),
    about: JudgedLinkSchema.nullable().meta({
      description: "The link, as it is now; null where there is none, or none any more",
    }),
    reason: z.enum(REPORT_REASONS),
    details: z.string(),
    contact: z.string().nullable(),
    state: z.enum(REPORT_STATES),
    createdAt: TimestampSchema,
    closedAt: TimestampSchema.nullable(),
  })
  .meta({ id: "Report" });

export const ReportListQuerySchema = z.strictObject({
  ...PageQueryFields,
  state: z.enum(REPORT_STATES).default("open"),
});
export const ReportPageSchema = pageOf(ReportSchema).meta({ id: "ReportPage" });

export const ReportCloseSchema = z
  .strictObject({
    state: z.enum(["blocked", "dismissed"]).meta({ description: "`blocked` blocks the link, too" }),
    reason: text(1, 200)
      .optional()
      .meta({ description: "What the link's owner is told; the report's reason when left out" }),
  })
  .meta({ id: "ReportClose" });

export type Report = z.infer<typeof ReportSchema>;
export type ReportCreate = z.infer<typeof ReportCreateSchema>;
export type ReportListQuery = z.infer<typeof ReportListQuerySchema>;
export type ReportPage = z.infer<typeof ReportPageSchema>;
export type ReportClose = z.infer<typeof ReportCloseSchema>;
export type ReportListInput = z.input<typeof ReportListQuerySchema>;
export type ReportReceived = z.infer<typeof ReportReceivedSchema>;
