import { createRoute, OpenAPIHono } from "@hono/zod-openapi";
import { KnownLogoSchema, WorkspaceLogoSchema } from "@visoli/contract/qr";
import type { Ctx } from "../core/ctx.ts";
import { type Env, refuseInvalid } from "../core/http.ts";
import { json, problems } from "../core/openapi.ts";
import { getLogo, removeLogo, setLogo } from "./logo.ts";

const path = "/api/v1/workspace/logo";
const tags = ["Workspace"];

const get = createRoute({
  method: "get",
  path,
  tags,
  summary: "Get the logo for QR codes",
  responses: { 200: { description: "The logo, or null", ...json(KnownLogoSchema) }, ...problems("read") },
});

const set = createRoute({
  method: "put",
  path,
  tags,
  summary: "Set the logo for QR codes",
  request: { body: { required: true, ...json(WorkspaceLogoSchema) } },
  responses: {
    200: { description: "The logo as it is kept: the picture alone", ...json(WorkspaceLogoSchema) },
    ...problems("write"),
  },
});

const remove = createRoute({
  method: "delete",
  path,
  tags,
  summary: "Remove the logo for QR codes",
  responses: { 204: { description: "There is none now" }, ...problems("read") },
});

export function logoRoutes(ctx: Ctx): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({ defaultHook: refuseInvalid });
  app.openapi(get, async (c) => c.json(await getLogo(ctx, c.var.actor), 200));
  app.openapi(set, async (c) => c.json(await setLogo(ctx, c.var.actor, c.req.valid("json")), 200));
  app.openapi(remove, async (c) => {
    await removeLogo(ctx, c.var.actor);
    return c.body(null, 204);
  });
  return app;
}
