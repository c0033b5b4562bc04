import { createRoute, OpenAPIHono } from "@hono/zod-openapi";
import { RewriteResultSchema, RewriteSchema } from "@visoli/contract/rewrite";
import type { LinkCtx } from "../core/ctx.ts";
import { type Env, refuseInvalid } from "../core/http.ts";
import { idempotencyHeader, idempotencyOf } from "../core/idempotency-header.ts";
import { json, problems } from "../core/openapi.ts";
import { createReader } from "./reader.ts";
import { type MakeLinks, rewrite } from "./rewrite.ts";

const route = createRoute({
  method: "post",
  path: "/api/v1/rewrite",
  tags: ["Links"],
  summary: "Shorten every link in HTML, Markdown or text",
  request: { headers: idempotencyHeader, body: { required: true, ...json(RewriteSchema) } },
  responses: {
    200: { description: "The content, rewritten", ...json(RewriteResultSchema) },
    ...problems("write", "idempotency.mismatch"),
  },
});

export function rewriteRoutes(ctx: LinkCtx, makeLinks: MakeLinks): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({ defaultHook: refuseInvalid });
  const readContent = createReader();
  app.openapi(route, async (c) => {
    const input = c.req.valid("json");
    return c.json(
      await rewrite(ctx, c.var.actor, input, { readContent, makeLinks }, idempotencyOf(c, input)),
      200,
    );
  });
  return app;
}
