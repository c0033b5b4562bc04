import { z } from "zod";
import { ProblemSchema } from "./errors.ts";
import { LinkReferenceSchema, LinkSchema, LinkUpdateSchema } from "./link.ts";

export const MAX_BULK_LINKS = 1_000;

// Each line is checked by itself, so that a faulty one spoils no other: the list takes anything.
const lines = z.array(z.unknown()).min(1).max(MAX_BULK_LINKS);

export const BulkSchema = z.strictObject({ links: lines }).meta({ id: "Bulk" });

/** A line of a bulk change: which link, by `id` (or any other reference), and what changes. */
export const BulkUpdateLineSchema = LinkUpdateSchema.extend({ id: LinkReferenceSchema }).meta({
  id: "BulkUpdateLine",
});
export const BulkDeleteLineSchema = z
  .strictObject({ id: LinkReferenceSchema })
  .meta({ id: "BulkDeleteLine" });

const index = z.int().meta({ description: "The line's place in the request, from 0" });
export const BulkResultSchema = z
  .union([
    z.object({ index, status: z.int(), link: LinkSchema }),
    z.object({ index, status: z.literal(204) }),
    z.object({ index, status: z.int(), problem: ProblemSchema }),
  ])
  .meta({ id: "BulkResult" });
export const BulkResultsSchema = z.object({ results: z.array(BulkResultSchema) }).meta({ id: "BulkResults" });

export type BulkResult = z.infer<typeof BulkResultSchema>;
export type BulkResults = z.infer<typeof BulkResultsSchema>;
export type BulkUpdateLineInput = z.input<typeof BulkUpdateLineSchema>;
export type BulkDeleteLine = z.infer<typeof BulkDeleteLineSchema>;
