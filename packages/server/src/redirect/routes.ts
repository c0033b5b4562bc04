import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { LinkReferenceSchema } from "@visoli/contract/link";
import { TriedSchema, TrySchema } from "@visoli/contract/try";
import type { LinkCtx } from "../core/ctx.ts";
import { type Env, refuseInvalid } from "../core/http.ts";
import { json, problems } from "../core/openapi.ts";
import { tryLink } from "./try.ts";

const tryOut = createRoute({
  method: "post",
  path: "/api/v1/links/{id}/test",
  tags: ["Links"],
  summary: "Ask what a made-up visitor would get, and why",
  description: "Nothing is recorded, and no click of a limited link used up.",
  request: {
    params: z.object({
      id: LinkReferenceSchema.meta({
        description: "An id, `ext_` and an externalId, or `DOMAIN/SLUG` percent-encoded",
      }),
    }),
    body: { required: true, ...json(TrySchema) },
  },
  responses: {
    200: { description: "What the visitor would get", ...json(TriedSchema) },
    ...problems("write", "link.not_found"),
  },
});

/** What is asked of the redirect over the API. */
export function redirectRoutes(ctx: LinkCtx): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({ defaultHook: refuseInvalid });
  app.openapi(tryOut, async (c) =>
    c.json(await tryLink(ctx, c.var.actor, c.req.valid("param").id, c.req.valid("json")), 200),
  );
  return app;
}
