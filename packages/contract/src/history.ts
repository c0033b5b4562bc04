import { z } from "zod";
import { PageQueryFields, pageOf } from "./page.ts";
import { TimestampSchema } from "./text.ts";

/** One change of a link. */
export const HistoryEntrySchema = z
  .object({
    version: z.int().meta({ description: "The version that the change made; a new link is version 1" }),
    at: TimestampSchema,
    actor: z.string().meta({ description: "The key or person who made it" }),
    changes: z
      .record(z.string(), z.tuple([z.unknown(), z.unknown()]))
      .meta({ description: "Each changed field, with what it was and what it became" }),
  })
  .meta({ id: "HistoryEntry" });

export const HistoryQuerySchema = z.strictObject(PageQueryFields);
export const HistoryPageSchema = pageOf(HistoryEntrySchema).meta({ id: "HistoryPage" });

export const RollbackSchema = z
  .strictObject({
    version: z.int().min(1).meta({ description: "Of the link's history; 1 is the link as it was made" }),
  })
  .meta({ id: "Rollback" });

export type HistoryQuery = z.infer<typeof HistoryQuerySchema>;
export type HistoryPage = z.infer<typeof HistoryPageSchema>;
export type HistoryInput = z.input<typeof HistoryQuerySchema>;
export type HistoryEntry = z.infer<typeof HistoryEntrySchema>;
export type Rollback = z.infer<typeof RollbackSchema>;
