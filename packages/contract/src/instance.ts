import { z } from "zod";
import { PageQueryFields, pageOf } from "./page.ts";
import { TimestampSchema, text } from "./text.ts";

/** Links are counted no further: an instance may have workspaces with millions. */
export const MAX_COUNTED_LINKS = 100_000;

/** A workspace as whoever administers the instance sees it: how much there is, not what. */
export const InstanceWorkspaceSchema = z
  .object({
    id: z.string().meta({ example: "ws_0UhbkR3TqMbV2xPz7KfW" }),
    name: z.string(),
    plan: z.string().meta({ description: "What it has now", example: "pro" }),
    granted: z.boolean().meta({ description: "Whether the plan was given to it, whatever it pays for" }),
    links: z
      .int()
      .meta({ description: `Those in the trash apart; ${MAX_COUNTED_LINKS.toLocaleString("en")} or more` }),
    members: z.int(),
    createdAt: TimestampSchema,
  })
  .meta({ id: "InstanceWorkspace" });

export const InstanceWorkspaceListQuerySchema = z.strictObject({
  ...PageQueryFields,
  search: text(1, 200).optional().meta({ description: "A part of its name, or its id" }),
});
export const InstanceWorkspacePageSchema = pageOf(InstanceWorkspaceSchema).meta({
  id: "InstanceWorkspacePage",
});

export const InstancePlanSchema = z
  .strictObject({
    plan: text(1, 32)
      .nullable()
      .meta({ description: "A plan's name; null is what it pays for, or the default", example: "pro" }),
  })
  .meta({ id: "InstancePlan" });

export type InstanceWorkspace = z.infer<typeof InstanceWorkspaceSchema>;
export type InstanceWorkspaceListQuery = z.infer<typeof InstanceWorkspaceListQuerySchema>;
export type InstanceWorkspaceListInput = z.input<typeof InstanceWorkspaceListQuerySchema>;
export type InstanceWorkspacePage = z.infer<typeof InstanceWorkspacePageSchema>;
export type InstancePlan = z.infer<typeof InstancePlanSchema>;
