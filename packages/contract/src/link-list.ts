import { z } from "zod";
import { FilterSchema } from "./filter.ts";
import { HostSchema, LINK_STATUSES, type LinkStatus } from "./link.ts";
import { PageQueryFields } from "./page.ts";
import { InstantSchema, text } from "./text.ts";

export const LINK_ORDERS = ["createdAt", "updatedAt", "expiresAt", "slug"] as const;

const StatusListSchema = text(1, 200)
  .refine((list) => list.split(",").every((name) => LINK_STATUSES.includes(name as LinkStatus)), {
    error: `May name ${LINK_STATUSES.join(", ")}, with commas between`,
    params: { code: "invalid_value" },
  })
  .transform((list) => [...new Set(list.split(","))] as LinkStatus[]);

/** `name:value` pairs, all of which must be there. */
const MetadataFilterSchema = FilterSchema.refine((filter) => filter.exclude.length === 0, {
  error: "Finds links that have a pair; those that have not cannot be asked for",
  params: { code: "invalid_value" },
})
  .transform((filter) =>
    filter.include.map((pair) => {
      const colon = pair.indexOf(":");
      return {
        name: colon < 0 ? pair : pair.slice(0, colon),
        value: colon < 0 ? null : pair.slice(colon + 1),
      };
    }),
  )
  .refine((pairs) => pairs.length <= 5, {
    error: "May name 5 pairs at most",
    params: { code: "too_big" },
  });

export const LinkListQuerySchema = z.strictObject({
  search: text(1, 200).optional().meta({ description: "Part of a slug, the URL, the title or the notes" }),
  tag: text(1, 50).optional().meta({ description: "Only links with this tag" }),
  domain: HostSchema.optional(),
  folder: text(1, 100).optional().meta({ description: "Id or name of a folder" }),
  createdBy: text(1, 100).optional().meta({ description: "The key or person who made it" }),
  status: StatusListSchema.optional().meta({
    description: "With commas between; all but `archived` and `trashed` when left out",
    example: "expired,disabled",
  }),
  metadata: MetadataFilterSchema.optional().meta({
    description: "`name:value` with commas between; all must be there. `name` alone: any value",
    example: "invoice:4711",
  }),
  createdAfter: InstantSchema.optional(),
  createdBefore: InstantSchema.optional(),
  sort: z.enum(LINK_ORDERS).default("createdAt"),
  order: z
    .enum(["asc", "desc"])
    .optional()
    .meta({ description: "Newest or last first when left out; `slug` from A" }),
  ...PageQueryFields,
});

export type LinkListQuery = z.infer<typeof LinkListQuerySchema>;
export type LinkListInput = z.input<typeof LinkListQuerySchema>;
