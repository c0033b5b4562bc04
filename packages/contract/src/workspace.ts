import { z } from "zod";
import { RoleSchema } from "./role.ts";
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

export const WorkspaceCreateSchema = z
  .strictObject({ name: text(1, 100).meta({ example: "Events" }) })
  .meta({ id: "WorkspaceCreate" });
export const WorkspaceDeleteSchema = z
  .strictObject({ name: z.string().meta({ description: "The workspace's name, to be sure" }) })
  .meta({ id: "WorkspaceDelete" });
export const WorkspaceTransferSchema = z
  .strictObject({ memberId: text(1, 100).meta({ description: "Who shall own it" }) })
  .meta({ id: "WorkspaceTransfer" });

export const OwnWorkspaceSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    role: RoleSchema.meta({ description: "Your own" }),
    createdAt: TimestampSchema.meta({ description: "Since when you are in it" }),
  })
  .meta({ id: "OwnWorkspace" });
/** Nobody is in so many that they would have to leaf through them. */
export const OwnWorkspacesSchema = z
  .object({ data: z.array(OwnWorkspaceSchema) })
  .meta({ id: "OwnWorkspaces" });

export type WorkspaceCreate = z.infer<typeof WorkspaceCreateSchema>;
export type WorkspaceDelete = z.infer<typeof WorkspaceDeleteSchema>;
export type OwnWorkspace = z.infer<typeof OwnWorkspaceSchema>;
export type OwnWorkspaces = z.infer<typeof OwnWorkspacesSchema>;
export type Workspace = z.infer<typeof WorkspaceSchema>;
export type WorkspaceUpdate = z.infer<typeof WorkspaceUpdateSchema>;
export type WorkspaceTransfer = z.infer<typeof WorkspaceTransferSchema>;
