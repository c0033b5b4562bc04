import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import {
  InstancePlanSchema,
  InstanceWorkspaceListQuerySchema,
  InstanceWorkspacePageSchema,
  InstanceWorkspaceSchema,
} from "@visoli/contract/instance";
import { text } from "@visoli/contract/text";
import type { Ctx } from "../core/ctx.ts";
import { type Env, refuseInvalid } from "../core/http.ts";
import { json, problems } from "../core/openapi.ts";
import { listInstanceWorkspaces, setInstancePlan } from "./instance.ts";

const tags = ["Instance"];

const list = createRoute({
  method: "get",
  path: "/api/v1/admin/workspaces",
  tags,
  summary: "List all workspaces",
  request: { query: InstanceWorkspaceListQuerySchema },
  responses: {
    200: { description: "A page of workspaces, newest first", ...json(InstanceWorkspacePageSchema) },
    ...problems("read", "auth.second_factor_required"),
  },
});

const setPlan = createRoute({
  method: "put",
  path: "/api/v1/admin/workspaces/{id}/plan",
  tags,
  summary: "Give a workspace a plan",
  description: "Whatever it pays for. Nothing that there is too much of is taken away.",
  request: {
    params: z.object({ id: text(1, 100) }),
    body: { required: true, ...json(InstancePlanSchema) },
  },
  responses: {
    200: { description: "The workspace, as it is now", ...json(InstanceWorkspaceSchema) },
    ...problems("write", "auth.second_factor_required", "workspace.not_found"),
  },
});

/** What whoever administers the instance sees of workspaces. */
export function instanceRoutes(ctx: Ctx): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({ defaultHook: refuseInvalid });
  app.openapi(list, async (c) =>
    c.json(await listInstanceWorkspaces(ctx, c.var.actor, c.req.valid("query")), 200),
  );
  app.openapi(setPlan, async (c) => {
    const { id } = c.req.valid("param");
    return c.json(await setInstancePlan(ctx, c.var.actor, id, c.req.valid("json")), 200);
  });
  return app;
}
