import { z } from "zod";
import { TimestampSchema, text } from "./text.ts";
import { SchemeSchema } from "./url.ts";

export const WorkspaceSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    allowedSchemes: z
      .array(z.string())
      .meta({ description: "Schemes of destinations beside http and https" }),
    createdAt: TimestampSchema,
  })
  .meta({ id: "Workspace" });

export const WorkspaceUpdateSchema = z
  .strictObject({
    name: text(1, 100).optional(),
    allowedSchemes: z
      .array(SchemeSchema)
      .max(50)
      .transform((schemes) => [...new Set(schemes)].sort())
      .optional()
      .meta({ example: ["mailto", "myapp"] }),
  })
  .meta({ id: "WorkspaceUpdate" });

export type Workspace = z.infer<typeof WorkspaceSchema>;
export type WorkspaceUpdate = z.infer<typeof WorkspaceUpdateSchema>;
