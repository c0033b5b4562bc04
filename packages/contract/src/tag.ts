import { z } from "zod";
import { PageQueryFields, pageOf } from "./page.ts";
import { text } from "./text.ts";

export const TagSchema = z
  .object({
    id: z.string().meta({ example: "tag_0UhbkR3TqMbV2xPz7KfW" }),
    name: z.string(),
    links: z.int().meta({ description: "How many links have it, those in the trash apart" }),
  })
  .meta({ id: "Tag" });

export const TagUpdateSchema = z.strictObject({ name: text(1, 50) }).meta({ id: "TagUpdate" });

export const TagListQuerySchema = z.strictObject(PageQueryFields);
export const TagPageSchema = pageOf(TagSchema).meta({ id: "TagPage" });

export type Tag = z.infer<typeof TagSchema>;
export type TagUpdate = z.infer<typeof TagUpdateSchema>;
export type TagListQuery = z.infer<typeof TagListQuerySchema>;
export type TagPage = z.infer<typeof TagPageSchema>;
export type TagListInput = z.input<typeof TagListQuerySchema>;
