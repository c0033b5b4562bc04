import { createRoute, OpenAPIHono } from "@hono/zod-openapi";
import { WorkspaceDeleteSchema, WorkspaceSchema, WorkspaceUpdateSchema } from "@visoli/contract/workspace";
import type { LinkCtx } from "../core/ctx.ts";
import { type Env, refuseInvalid } from "../core/http.ts";
import { json, problems } from "../core/openapi.ts";
import { deleteWorkspace } from "./delete.ts";
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

const remove = createRoute({
  method: "delete",
  path: "/api/v1/workspace",
  tags,
  summary: "Delete the workspace",
  description:
    "For owners, signed in. Its links, keys and members stop at once; what it had is cleared away soon after, its clicks too. There is no way back.",
  request: { body: { required: true, ...json(WorkspaceDeleteSchema) } },
  responses: { 204: { description: "Deleted" }, ...problems("write", "workspace.undeletable") },
});

export function workspaceRoutes(ctx: LinkCtx): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({ defaultHook: refuseInvalid });
  app.openapi(get, async (c) => c.json(await getWorkspace(ctx, c.var.actor), 200));
  app.openapi(update, async (c) => c.json(await updateWorkspace(ctx, c.var.actor, c.req.valid("json")), 200));
  app.openapi(remove, async (c) => {
    await deleteWorkspace(ctx, c.var.actor, c.req.valid("json"));
    return c.body(null, 204);
  });
  return app;
}
