import { createRoute, OpenAPIHono } from "@hono/zod-openapi";
import { WorkspaceSchema, WorkspaceUpdateSchema } from "@visoli/contract/workspace";
import type { Ctx } from "../core/ctx.ts";
import { type Env, refuseInvalid } from "../core/http.ts";
import { json, problems } from "../core/openapi.ts";
import { getWorkspace } from "./get.ts";
import { updateWorkspace } from "./update.ts";

const tags = ["Workspace"];
const theWorkspace = { description: "The workspace", ...json(WorkspaceSchema) };

const get = createRoute({
  method: "get",
  path: "/api/v1/workspace",
  tags,
  summary: "Get the workspace",
  responses: { 200: theWorkspace, ...problems("read") },
});

const update = createRoute({
  method: "patch",
  path: "/api/v1/workspace",
  tags,
  summary: "Change the workspace",
  request: { body: { required: true, ...json(WorkspaceUpdateSchema) } },
  responses: { 200: theWorkspace, ...problems("write") },
});

export function workspaceRoutes(ctx: Ctx): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({ defaultHook: refuseInvalid });
  app.openapi(get, async (c) => c.json(await getWorkspace(ctx, c.var.actor), 200));
  app.openapi(update, async (c) => c.json(await updateWorkspace(ctx, c.var.actor, c.req.valid("json")), 200));
  return app;
}
