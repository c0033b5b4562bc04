import { createRoute, OpenAPIHono } from "@hono/zod-openapi";
import { OwnWorkspaceSchema, OwnWorkspacesSchema, WorkspaceCreateSchema } from "@visoli/contract/workspace";
import type { Ctx } from "../core/ctx.ts";
import { type Env, refuseInvalid } from "../core/http.ts";
import { idempotencyHeader, idempotencyOf } from "../core/idempotency-header.ts";
import { json, problems } from "../core/openapi.ts";
import { personOf } from "../core/person-of.ts";
import { createWorkspace, listOwnWorkspaces } from "./create.ts";

const tags = ["Workspace"];

const create = createRoute({
  method: "post",
  path: "/api/v1/workspaces",
  tags,
  summary: "Make another workspace",
  description: "For people who are signed in, not for keys. You own it.",
  request: { headers: idempotencyHeader, body: { required: true, ...json(WorkspaceCreateSchema) } },
  responses: {
    201: { description: "The new workspace", ...json(OwnWorkspaceSchema) },
    ...problems("write", "auth.person_required", "workspace.limit_reached", "idempotency.mismatch"),
  },
});

const list = createRoute({
  method: "get",
  path: "/api/v1/workspaces",
  tags,
  summary: "List your workspaces",
  description: "For people who are signed in, not for keys. The one that you came to first stands first.",
  responses: {
    200: { description: "Your workspaces", ...json(OwnWorkspacesSchema) },
    ...problems("read", "auth.person_required"),
  },
});

/** What people do who need be in no workspace yet. */
export function ownWorkspaceRoutes(ctx: Ctx): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({ defaultHook: refuseInvalid });
  app.openapi(create, async (c) => {
    const person = await personOf(ctx, c.var.actor);
    const input = c.req.valid("json");
    return c.json(await createWorkspace(ctx, person, input, idempotencyOf(c, input)), 201);
  });
  app.openapi(list, async (c) => c.json(await listOwnWorkspaces(ctx, await personOf(ctx, c.var.actor)), 200));
  return app;
}
