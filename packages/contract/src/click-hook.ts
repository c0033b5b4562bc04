import { z } from "zod";
import { ClickSchema } from "./click.ts";
import type { ClickClass } from "./dimensions.ts";
import { TimestampSchema, text } from "./text.ts";

const CLASSES = ["human", "bot", "preview", "prefetch", "duplicate"] as const satisfies readonly ClickClass[];
const MAX_NAMED = 100;

const named = (description: string) =>
  z.array(text(1, 500)).min(1).max(MAX_NAMED).optional().meta({ description });

/** Which clicks a webhook is told of by `link.clicked`. */
export const ClickHookFiltersSchema = z
  .strictObject({
    links: named("Clicks on these links alone: ids, `ext_EXTERNALID` or `DOMAIN/SLUG`; kept as ids"),
    tags: named("Clicks on links that have one of these tags at the time"),
    folders: named("Clicks on links in one of these folders, by id or name; kept as ids"),
    classes: z
      .array(z.enum(CLASSES))
      .min(1)
      .transform((classes) => [...new Set(classes)])
      .optional()
      .meta({ description: '`["human"]` when left out', example: ["human"] }),
  })
  .meta({
    id: "ClickHookFilters",
    description: "Which clicks `link.clicked` tells of: those that pass all that are given",
  });

/** What `link.clicked` holds as its data. */
export const ClickedSchema = z.object({
  clicks: z.array(ClickSchema).meta({ description: "Up to 100, oldest first, as GET /clicks shows them" }),
  missed: z.object({ start: TimestampSchema, end: TimestampSchema }).optional().meta({
    description:
      "Of this time not all clicks were told, because too many waited or they came too late: ask GET /clicks",
  }),
});

export type ClickHookFilters = z.infer<typeof ClickHookFiltersSchema>;
export type Clicked = z.infer<typeof ClickedSchema>;
