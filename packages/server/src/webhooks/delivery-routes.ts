import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { text } from "@visoli/contract/text";
import {
  DeliveryListQuerySchema,
  DeliveryPageSchema,
  DeliverySchema,
  DeliveryWithAttemptsSchema,
} from "@visoli/contract/webhook";
import type { Ctx } from "../core/ctx.ts";
import { type Env, refuseInvalid } from "../core/http.ts";
import { idempotencyHeader, idempotencyOf } from "../core/idempotency-header.ts";
import { json, problems } from "../core/openapi.ts";
import { getDelivery, listDeliveries, retryDelivery } from "./deliveries.ts";
import { testWebhook } from "./send-test.ts";

const tags = ["Webhooks"];
const params = z.object({ id: text(1, 100) });
const deliveryParams = params.extend({ delivery: text(1, 100) });
const oneDelivery = { description: "The delivery, which is due now", ...json(DeliverySchema) };

const test = createRoute({
  method: "post",
  path: "/api/v1/webhooks/{id}/test",
  tags,
  summary: "Send a webhook an event of the type webhook.test",
  description: "Sent once, and not tried again.",
  request: { params, headers: idempotencyHeader },
  responses: {
    202: oneDelivery,
    ...problems("write", "webhook.not_found", "webhook.disabled", "idempotency.mismatch"),
  },
});

const list = createRoute({
  method: "get",
  path: "/api/v1/webhooks/{id}/deliveries",
  tags,
  summary: "List what a webhook was told",
  request: { params, query: DeliveryListQuerySchema },
  responses: {
    200: { description: "A page of the last 30 days, newest first", ...json(DeliveryPageSchema) },
    ...problems("read", "webhook.not_found"),
  },
});

const get = createRoute({
  method: "get",
  path: "/api/v1/webhooks/{id}/deliveries/{delivery}",
  tags,
  summary: "Get a delivery with its attempts",
  request: { params: deliveryParams },
  responses: {
    200: { description: "The delivery", ...json(DeliveryWithAttemptsSchema) },
    ...problems("read", "webhook.not_found", "webhook.delivery_not_found"),
  },
});

const retry = createRoute({
  method: "post",
  path: "/api/v1/webhooks/{id}/deliveries/{delivery}/retry",
  tags,
  summary: "Send a delivery again",
  request: { params: deliveryParams, headers: idempotencyHeader },
  responses: {
    202: oneDelivery,
    ...problems(
      "write",
      "webhook.not_found",
      "webhook.delivery_not_found",
      "webhook.disabled",
      "idempotency.mismatch",
    ),
  },
});

export function deliveryRoutes(ctx: Ctx): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({ defaultHook: refuseInvalid });
  app.openapi(test, async (c) => {
    const { id } = c.req.valid("param");
    return c.json(await testWebhook(ctx, c.var.actor, id, idempotencyOf(c, null)), 202);
  });
  app.openapi(list, async (c) => {
    const { id } = c.req.valid("param");
    return c.json(await listDeliveries(ctx, c.var.actor, id, c.req.valid("query")), 200);
  });
  app.openapi(get, async (c) => {
    const { id, delivery } = c.req.valid("param");
    return c.json(await getDelivery(ctx, c.var.actor, id, delivery), 200);
  });
  app.openapi(retry, async (c) => {
    const { id: webhookId, delivery: id } = c.req.valid("param");
    const idempotency = idempotencyOf(c, null);
    return c.json(await retryDelivery(ctx, c.var.actor, { webhookId, id }, idempotency), 202);
  });
  return app;
}
