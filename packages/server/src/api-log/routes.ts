import { createRoute, OpenAPIHono } from "@hono/zod-openapi";
import { ApiLogPageSchema, ApiLogQuerySchema } from "@visoli/contract/api-log";
import type { ClickCtx } from "../core/ctx.ts";
import { type Env, refuseInvalid } from "../core/http.ts";
import { json, problems } from "../core/openapi.ts";
import { listApiRequests } from "./list.ts";

const list = createRoute({
  method: "get",
  path: "/api/v1/api-log",
  tags: ["API log"],
  summary: "List requests to the API",
  description: "What the workspace's keys and people asked in the last 30 days, newest first, a second late.",
  request: { query: ApiLogQuerySchema },
  responses: {
    200: { description: "A page of requests", ...json(ApiLogPageSchema) },
    ...problems("read"),
  },
});

export function apiLogRoutes(ctx: ClickCtx): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({ defaultHook: refuseInvalid });
  app.openapi(list, async (c) => c.json(await listApiRequests(ctx, c.var.actor, c.req.valid("query")), 200));
  return app;
}
