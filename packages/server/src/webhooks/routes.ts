import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { text } from "@visoli/contract/text";
import {
  SecretRotationSchema,
  WebhookCreateSchema,
  WebhookListQuerySchema,
  WebhookPageSchema,
  WebhookSchema,
  WebhookUpdateSchema,
  WebhookWithSecretSchema,
} from "@visoli/contract/webhook";
import type { LinkCtx } from "../core/ctx.ts";
import { etagOf } from "../core/etag.ts";
import { type Env, refuseInvalid } from "../core/http.ts";
import { idempotencyHeader, idempotencyOf } from "../core/idempotency-header.ts";
import { ifMatchHeader, json, problems } from "../core/openapi.ts";
import { createWebhook } from "./create.ts";
import { deleteWebhook } from "./delete.ts";
import { getWebhook } from "./get.ts";
import { listWebhooks } from "./list.ts";
import type { VersionedWebhook } from "./present.ts";
import { rotateSecret } from "./rotate.ts";
import { updateWebhook } from "./update.ts";

const tags = ["Webhooks"];
const params = z.object({ id: text(1, 100) });
const headers = z.object({ ETag: z.string().meta({ description: "The version, for `If-Match`" }) });
const oneWebhook = { description: "The webhook", headers, ...json(WebhookSchema) };
const withSecret = {
  description: "The webhook with its secret, shown this once",
  headers,
  ...json(WebhookWithSecretSchema),
};

const create = createRoute({
  method: "post",
  path: "/api/v1/webhooks",
  tags,
  summary: "Make a webhook",
  description: "It is told what the key that makes it may read.",
  request: { headers: idempotencyHeader, body: { required: true, ...json(WebhookCreateSchema) } },
  responses: { 201: withSecret, ...problems("write", "webhook.limit_reached", "idempotency.mismatch") },
});

const list = createRoute({
  method: "get",
  path: "/api/v1/webhooks",
  tags,
  summary: "List webhooks",
  request: { query: WebhookListQuerySchema },
  responses: {
    200: { description: "A page of webhooks, newest first", ...json(WebhookPageSchema) },
    ...problems("read"),
  },
});

const get = createRoute({
  method: "get",
  path: "/api/v1/webhooks/{id}",
  tags,
  summary: "Get a webhook",
  request: { params },
  responses: { 200: oneWebhook, ...problems("read", "webhook.not_found") },
});

const update = createRoute({
  method: "patch",
  path: "/api/v1/webhooks/{id}",
  tags,
  summary: "Change a webhook",
  description:
    "With a new `url` or new `events` it is told what the key that changes it may read. Switched off, it gives up what waits.",
  request: { params, headers: ifMatchHeader, body: { required: true, ...json(WebhookUpdateSchema) } },
  responses: { 200: oneWebhook, ...problems("write", "webhook.not_found", "webhook.version_mismatch") },
});

const remove = createRoute({
  method: "delete",
  path: "/api/v1/webhooks/{id}",
  tags,
  summary: "Delete a webhook",
  request: { params, headers: ifMatchHeader },
  responses: {
    204: { description: "Deleted" },
    ...problems("read", "webhook.not_found", "webhook.version_mismatch"),
  },
});

const rotate = createRoute({
  method: "post",
  path: "/api/v1/webhooks/{id}/rotate-secret",
  tags,
  summary: "Give a webhook a new secret",
  description: "For `overlapHours` what is sent is signed with both, the new one and the one before.",
  request: {
    params,
    headers: z.object({ ...idempotencyHeader.shape, ...ifMatchHeader.shape }),
    body: { required: true, ...json(SecretRotationSchema) },
  },
  responses: {
    200: withSecret,
    ...problems("write", "webhook.not_found", "webhook.version_mismatch", "idempotency.mismatch"),
  },
});

export function webhookRoutes(ctx: LinkCtx): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({ defaultHook: refuseInvalid });
  const tagged = ({ webhook, version }: VersionedWebhook) =>
    [webhook, 200, { ETag: etagOf(version) }] as const;
  app.openapi(create, async (c) => {
    const input = c.req.valid("json");
    const webhook = await createWebhook(ctx, c.var.actor, input, idempotencyOf(c, input));
    return c.json(webhook, 201, { ETag: etagOf(1), Location: `/api/v1/webhooks/${webhook.id}` });
  });
  app.openapi(list, async (c) => c.json(await listWebhooks(ctx, c.var.actor, c.req.valid("query")), 200));
  app.openapi(get, async (c) =>
    c.json(...tagged(await getWebhook(ctx, c.var.actor, c.req.valid("param").id))),
  );
  app.openapi(update, async (c) => {
    const { id } = c.req.valid("param");
    const ifMatch = c.req.header("If-Match");
    return c.json(...tagged(await updateWebhook(ctx, c.var.actor, id, c.req.valid("json"), ifMatch)));
  });
  app.openapi(remove, async (c) => {
    await deleteWebhook(ctx, c.var.actor, c.req.valid("param").id, c.req.header("If-Match"));
    return c.body(null, 204);
  });
  app.openapi(rotate, async (c) => {
    const { id } = c.req.valid("param");
    const input = c.req.valid("json");
    const rotation = { id, input, ifMatch: c.req.header("If-Match") };
    const { webhook, version } = await rotateSecret(ctx, c.var.actor, rotation, idempotencyOf(c, input));
    return c.json(webhook, 200, { ETag: etagOf(version) });
  });
  return app;
}
