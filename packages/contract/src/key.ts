import { z } from "zod";
import { PageQueryFields, pageOf } from "./page.ts";
import { ScopeSchema } from "./scopes.ts";
import { InstantSchema, TimestampSchema, text } from "./text.ts";

export const KeySchema = z
  .object({
    id: z.string().meta({ example: "key_0UhbkR3TqMbV2xPz7KfW" }),
    name: z.string(),
    scopes: z.array(ScopeSchema),
    hint: z.string().meta({ description: "The last four characters of the key", example: "x7Qa" }),
    expiresAt: TimestampSchema.nullable(),
    lastUsedAt: TimestampSchema.nullable().meta({ description: "To the minute" }),
    revokedAt: TimestampSchema.nullable(),
    createdAt: TimestampSchema,
  })
  .meta({ id: "Key" });

export const KeyWithSecretSchema = KeySchema.extend({
  key: z.string().meta({ description: "The key itself, shown this once" }),
}).meta({ id: "KeyWithSecret" });

export const KeyCreateSchema = z
  .strictObject({
    name: text(1, 100).meta({ example: "ci-pipeline" }),
    scopes: z
      .array(ScopeSchema)
      .min(1)
      .transform((scopes) => [...new Set(scopes)])
      .optional()
      .meta({
        description: "What it may do; all that the key making it may in the workspace, when left out",
      }),
    expiresAt: InstantSchema.nullish(),
  })
  .meta({ id: "KeyCreate" });

export const KeyListQuerySchema = z.strictObject(PageQueryFields);
export const KeyPageSchema = pageOf(KeySchema).meta({ id: "KeyPage" });

export type Key = z.infer<typeof KeySchema>;
export type KeyWithSecret = z.infer<typeof KeyWithSecretSchema>;
export type KeyCreate = z.infer<typeof KeyCreateSchema>;
export type KeyListQuery = z.infer<typeof KeyListQuerySchema>;
export type KeyPage = z.infer<typeof KeyPageSchema>;
