import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import {
  KeyCreateSchema,
  KeyListQuerySchema,
  KeyPageSchema,
  KeyRotateSchema,
  KeySchema,
  KeyUpdateSchema,
  KeyWithSecretSchema,
} from "@visoli/contract/key";
import { text } from "@visoli/contract/text";
import type { Context } from "hono";
import type { Ctx } from "../core/ctx.ts";
import { invalid } from "../core/errors.ts";
import { etagOf } from "../core/etag.ts";
import { type Env, refuseInvalid } from "../core/http.ts";
import { ifMatchHeader, json, problems } from "../core/openapi.ts";
import { createKey } from "./create.ts";
import { getKey } from "./get.ts";
import { listKeys } from "./list.ts";
import type { VersionedKey } from "./present.ts";
import { revokeKey } from "./revoke.ts";
import { rotateKey } from "./rotate.ts";
import { updateKey } from "./update.ts";

const tags = ["Keys"];
const params = z.object({ id: text(1, 100) });
const headers = z.object({ ETag: z.string().meta({ description: "The version, for `If-Match`" }) });
const oneKey = { description: "The key's settings", headers, ...json(KeySchema) };
const withSecret = { description: "The key, shown this once", ...json(KeyWithSecretSchema) };

const create = createRoute({
  method: "post",
  path: "/api/v1/keys",
  tags,
  summary: "Make an API key",
  request: { body: { required: true, ...json(KeyCreateSchema) } },
  responses: { 201: withSecret, ...problems("write", "key.forbidden", "auth.second_factor_required") },
});

const list = createRoute({
  method: "get",
  path: "/api/v1/keys",
  tags,
  summary: "List API keys",
  request: { query: KeyListQuerySchema },
  responses: { 200: { description: "A page of keys", ...json(KeyPageSchema) }, ...problems("read") },
});

const get = createRoute({
  method: "get",
  path: "/api/v1/keys/{id}",
  tags,
  summary: "Get an API key's settings",
  request: { params },
  responses: { 200: oneKey, ...problems("read", "key.not_found") },
});

const update = createRoute({
  method: "patch",
  path: "/api/v1/keys/{id}",
  tags,
  summary: "Change an API key's settings",
  description: "Whoever does must be allowed all that the key may, before and after. It counts at once.",
  request: { params, headers: ifMatchHeader, body: { required: true, ...json(KeyUpdateSchema) } },
  responses: {
    200: oneKey,
    ...problems(
      "write",
      "key.not_found",
      "key.inactive",
      "key.forbidden",
      "key.version_mismatch",
      "auth.second_factor_required",
    ),
  },
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

const rotate = createRoute({
  method: "post",
  path: "/api/v1/keys/{id}/rotate",
  tags,
  summary: "Replace an API key by a new one",
  description:
    "The new key is like the old one in all but its text. The old one goes on working for `overlapSeconds`.",
  request: { params, body: { required: true, ...json(KeyRotateSchema) } },
  responses: { 201: withSecret, ...problems("write", "key.not_found", "key.inactive", "key.forbidden") },
});

export function keyRoutes(ctx: Ctx): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({ defaultHook: refuseInvalid });
  const tagged = ({ key, version }: VersionedKey) => [key, 200, { ETag: etagOf(version) }] as const;
  app.openapi(create, async (c) => {
    refuseIdempotencyKey(c);
    return c.json(await createKey(ctx, c.var.actor, c.req.valid("json")), 201);
  });
  app.openapi(list, async (c) => c.json(await listKeys(ctx, c.var.actor, c.req.valid("query")), 200));
  app.openapi(get, async (c) => c.json(...tagged(await getKey(ctx, c.var.actor, c.req.valid("param").id))));
  app.openapi(update, async (c) => {
    const { id } = c.req.valid("param");
    const ifMatch = c.req.header("If-Match");
    return c.json(...tagged(await updateKey(ctx, c.var.actor, id, c.req.valid("json"), ifMatch)));
  });
  app.openapi(revoke, async (c) => c.json(await revokeKey(ctx, c.var.actor, c.req.valid("param").id), 200));
  app.openapi(rotate, async (c) => {
    refuseIdempotencyKey(c);
    const { id } = c.req.valid("param");
    return c.json(await rotateKey(ctx, c.var.actor, id, c.req.valid("json")), 201);
  });
  return app;
}

/** A replay would need the key itself, which is kept nowhere. */
function refuseIdempotencyKey(c: Context<Env>): void {
  if (c.req.header("Idempotency-Key") === undefined) return;
  throw invalid({
    path: "Idempotency-Key",
    code: "unsupported",
    message: "Is not kept for keys; list them and revoke a spare one",
  });
}
