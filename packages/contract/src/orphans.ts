import { z } from "zod";
import { FilterSchema } from "./filter.ts";
import { GroupLimitSchema, PeriodFields } from "./stats.ts";
import { TimestampSchema } from "./text.ts";

/** Visits to addresses where no link is: mistyped, cut off, or printed before the link was made. */
export const OrphansQuerySchema = z.strictObject({
  ...PeriodFields,
  domain: FilterSchema.optional().meta({ description: "Hosts: `a,b` keeps, `!a` leaves out" }),
  limit: GroupLimitSchema.meta({ description: "How many addresses at most" }),
});

export const OrphansSchema = z
  .object({
    start: TimestampSchema,
    end: TimestampSchema,
    total: z.int().meta({ description: "All visits of the time, also to addresses past the limit" }),
    paths: z
      .array(
        z.object({
          host: z.string(),
          path: z.string().meta({ example: "/spring-sael" }),
          visits: z.int().meta({ description: "By anybody: bots, previews and prefetches too" }),
          people: z.int().meta({ description: "Those of them that people made" }),
          lastAt: TimestampSchema,
        }),
      )
      .meta({ description: "Most visits first" }),
  })
  .meta({ id: "Orphans" });

export type OrphansQuery = z.infer<typeof OrphansQuerySchema>;
export type Orphans = z.infer<typeof OrphansSchema>;
export type OrphansInput = z.input<typeof OrphansQuerySchema>;
