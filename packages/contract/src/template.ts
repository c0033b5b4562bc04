import { z } from "zod";
import { LinkCreateSchema } from "./link.ts";
import { PageQueryFields, pageOf } from "./page.ts";
import { TimestampSchema, text } from "./text.ts";

/** What a template can say of a link: everything but what makes each link another one, and secrets. */
export const TemplateFieldsSchema = LinkCreateSchema.omit({
  url: true,
  slug: true,
  aliases: true,
  externalId: true,
  password: true,
  template: true,
  ifExists: true,
}).meta({ id: "TemplateFields", description: "Fields of a link; destinations are checked when it is used" });

const NameSchema = text(1, 100).meta({ example: "Newsletter" });

export const TemplateSchema = z
  .object({
    id: z.string().meta({ example: "tpl_0UhbkR3TqMbV2xPz7KfW" }),
    name: z.string(),
    fields: TemplateFieldsSchema,
    createdAt: TimestampSchema,
    updatedAt: TimestampSchema,
  })
  .meta({ id: "Template" });

export const TemplateCreateSchema = z
  .strictObject({ name: NameSchema, fields: TemplateFieldsSchema })
  .meta({ id: "TemplateCreate" });
export const TemplateUpdateSchema = z
  .strictObject({
    name: NameSchema.optional(),
    fields: TemplateFieldsSchema.optional().meta({ description: "All of them: what is left out is gone" }),
  })
  .meta({ id: "TemplateUpdate" });

export const TemplateListQuerySchema = z.strictObject(PageQueryFields);
export const TemplatePageSchema = pageOf(TemplateSchema).meta({ id: "TemplatePage" });

export type TemplateFields = z.infer<typeof TemplateFieldsSchema>;
export type Template = z.infer<typeof TemplateSchema>;
export type TemplateCreate = z.infer<typeof TemplateCreateSchema>;
export type TemplateUpdate = z.infer<typeof TemplateUpdateSchema>;
export type TemplateListQuery = z.infer<typeof TemplateListQuerySchema>;
export type TemplatePage = z.infer<typeof TemplatePageSchema>;
export type TemplateCreateInput = z.input<typeof TemplateCreateSchema>;
export type TemplateUpdateInput = z.input<typeof TemplateUpdateSchema>;
export type TemplateListInput = z.input<typeof TemplateListQuerySchema>;
