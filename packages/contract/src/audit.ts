import { z } from "zod";
import { PageQueryFields, pageOf } from "./page.ts";
import { InstantSchema, TimestampSchema, text } from "./text.ts";

export const AUDIT_ACTORS = ["key", "person", "operator"] as const;

export const AuditEntrySchema = z
  .object({
    id: z.string().meta({ example: "evt_0UhbkR3TqMbV2xPz7KfW" }),
    at: TimestampSchema,
    actor: z.object({
      type: z.enum(AUDIT_ACTORS).meta({ description: "`operator`: the service itself, or whoever runs it" }),
      id: z.string().meta({ description: "A key's or a person's id, or `operator`" }),
      name: z
        .string()
        .nullable()
        .meta({ description: "The key's or the person's name by now, where it is known" }),
    }),
    from: z.string().nullable().meta({
      description: "From what network it came, never the address; null where that is not known",
      example: "DE, AS3320 Deutsche Telekom AG",
    }),
    action: z.string().meta({ example: "link.update" }),
    subject: z
      .string()
      .meta({ description: "The id of what it was done to", example: "lnk_0UhbkR3TqMbV2xPz7KfW" }),
    changes: z.record(z.string(), z.unknown()).meta({
      description:
        "What was changed, each field as `{from, to}`; of something new what it was made of. Secrets are never in it",
      example: { title: { from: null, to: "Spring sale" } },
    }),
  })
  .meta({ id: "AuditEntry" });

const FilterFields = {
  actor: text(1, 100).optional().meta({ description: "Only what this key or person did, or `operator`" }),
  action: text(1, 100)
    .regex(/^[a-z_.]+$/, "Must be an action or how one begins, such as link or link.update")
    .optional()
    .meta({ description: "Only actions that begin so", example: "link." }),
  subject: text(1, 200).optional().meta({ description: "Only what was done to this" }),
  from: InstantSchema.optional().meta({ description: "Not before" }),
  to: InstantSchema.optional().meta({ description: "Before" }),
};

export const AuditListQuerySchema = z.strictObject({ ...PageQueryFields, ...FilterFields });
export const AuditExportQuerySchema = z.strictObject({
  ...FilterFields,
  format: z.enum(["csv", "ndjson"]).default("csv"),
});
export const AuditPageSchema = pageOf(AuditEntrySchema).meta({ id: "AuditPage" });

export type AuditEntry = z.infer<typeof AuditEntrySchema>;
export type AuditListQuery = z.infer<typeof AuditListQuerySchema>;
export type AuditExportQuery = z.infer<typeof AuditExportQuerySchema>;
export type AuditPage = z.infer<typeof AuditPageSchema>;
export type AuditListInput = z.input<typeof AuditListQuerySchema>;
export type AuditExportInput = z.input<typeof AuditExportQuerySchema>;
