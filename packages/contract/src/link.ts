import { z } from "zod";
import { PageQueryFields, pageOf } from "./page.ts";
import { SlugSchema } from "./slug.ts";
import { InstantSchema, TimestampSchema, text } from "./text.ts";
import { DestinationSchema } from "./url.ts";

const ExternalIdSchema = text(1, 255).meta({
  description: "Your own id of the link, unique in the workspace",
  example: "user-42",
});
const TagsSchema = z
  .array(text(1, 50))
  .max(50)
  .transform((tags) => [...new Set(tags)].sort())
  .meta({ description: "Names of tags, made on the fly", example: ["spring", "mail"] });
const TitleSchema = text(1, 255).meta({ description: "A name for people", example: "Spring sale" });

export const LinkSchema = z
  .object({
    id: z.string().meta({ example: "lnk_0UhbkR3TqMbV2xPz7KfW" }),
    shortUrl: z
      .string()
      .meta({ description: "What to hand out", example: "http://localhost:3000/spring-sale" }),
    domain: z.string().meta({ example: "localhost:3000" }),
    slug: z.string(),
    url: z.string().meta({ description: "Where it leads" }),
    externalId: z.string().nullable(),
    expiresAt: TimestampSchema.nullable(),
    title: z.string().nullable(),
    tags: z.array(z.string()),
    clicks: z
      .int()
      .nullable()
      .meta({ description: "Clicks by people, all time; null while the click store is away" }),
    createdAt: TimestampSchema,
    updatedAt: TimestampSchema,
  })
  .meta({ id: "Link" });

export const LinkCreateSchema = z
  .strictObject({
    url: DestinationSchema,
    slug: SlugSchema.optional(),
    externalId: ExternalIdSchema.nullish(),
    expiresAt: InstantSchema.nullish().meta({ description: "From then on the link answers 410" }),
    title: TitleSchema.nullish(),
    tags: TagsSchema.optional(),
  })
  .meta({ id: "LinkCreate" });

export const LinkUpdateSchema = z
  .strictObject({
    url: DestinationSchema.optional(),
    slug: SlugSchema.optional(),
    externalId: ExternalIdSchema.nullish(),
    expiresAt: InstantSchema.nullish(),
    title: TitleSchema.nullish(),
    tags: TagsSchema.optional().meta({ description: "Replaces all tags" }),
  })
  .meta({ id: "LinkUpdate", description: "Only what is named changes; null clears" });

export const LinkListQuerySchema = z.strictObject({
  search: text(1, 200).optional().meta({ description: "Part of the slug, the URL or the title" }),
  tag: text(1, 50).optional().meta({ description: "Only links with this tag" }),
  ...PageQueryFields,
});

/** A link's id, `ext_` and its externalId, or `DOMAIN/SLUG` (percent-encoded as one segment). */
export const LinkReferenceSchema = text(1, 500);

export const LinkPageSchema = pageOf(LinkSchema).meta({ id: "LinkPage" });

export type Link = z.infer<typeof LinkSchema>;
export type LinkCreate = z.infer<typeof LinkCreateSchema>;
export type LinkUpdate = z.infer<typeof LinkUpdateSchema>;
export type LinkListQuery = z.infer<typeof LinkListQuerySchema>;
export type LinkPage = z.infer<typeof LinkPageSchema>;
