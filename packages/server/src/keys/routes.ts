import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import {
  KeyCreateSchema,
  KeyListQuerySchema,
  KeyPageSchema,
  KeySchema,
  KeyWithSecretSchema,
} from "@visoli/contract/key";
import { text } from "@visoli/contract/text";
import type { Ctx } from "../core/ctx.ts";
import { invalid } from "../core/errors.ts";
import { type Env, refuseInvalid } from "../core/http.ts";
import { json, problems } from "../core/openapi.ts";
import { createKey } from "./create.ts";
import { listKeys } from "./list.ts";
import { revokeKey } from "./revoke.ts";

const tags = ["Keys"];
const params = z.object({ id: text(1, 100) });

const create = createRoute({
  method: "post",
  path: "/api/v1/keys",
  tags,
  summary: "Make an API key",
  request: { body: { required: true, ...json(KeyCreateSchema) } },
  responses: {
    201: { description: "The key, shown this once", ...json(KeyWithSecretSchema) },
    ...problems("write"),
  },
});

const list = createRoute({
  method: "get",
  path: "/api/v1/keys",
  tags,
  summary: "List API keys",
  request: { query: KeyListQuerySchema },
  responses: { 200: { description: "A page of keys", ...json(KeyPageSchema) }, ...problems("read") },
});

const revoke = createRoute({
  method: "delete",
  path: "/api/v1/keys/{id}",
  tags,
  summary: "Revoke an API key",
  request: { params },
  responses: {
    200: { description: "The revoked key", ...json(KeySchema) },
    ...problems("read", "key.not_found"),
  },
});

export function keyRoutes(ctx: Ctx): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({ defaultHook: refuseInvalid });
  app.openapi(create, async (c) => {
    if (c.req.header("Idempotency-Key") !== undefined) {
      // A replay would need the key itself, which is kept nowhere.
      throw invalid({
        path: "Idempotency-Key",
        code: "unsupported",
        message: "Is not kept for keys; list them and revoke a spare one",
      });
    }
    return c.json(await createKey(ctx, c.var.actor, c.req.valid("json")), 201);
  });
  app.openapi(list, async (c) => c.json(await listKeys(ctx, c.var.actor, c.req.valid("query")), 200));
  app.openapi(revoke, async (c) => c.json(await revokeKey(ctx, c.var.actor, c.req.valid("param").id), 200));
  return app;
}
