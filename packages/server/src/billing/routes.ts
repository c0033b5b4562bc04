import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import {
  BillingLinkSchema,
  BillingSchema,
  CheckoutSchema,
  PaidPlanSchema,
  PlanChangeSchema,
  PortalSchema,
  PreviewSchema,
} from "@visoli/contract/billing";
import type { ErrorCode } from "@visoli/contract/errors";
import type { Context } from "hono";
import type { Ctx } from "../core/ctx.ts";
import { type Env, refuseInvalid } from "../core/http.ts";
import { idempotencyHeader, idempotencyOf } from "../core/idempotency-header.ts";
import { json, problems } from "../core/openapi.ts";
import { cancelSubscription, resumeSubscription } from "./cancel.ts";
import { changePlan } from "./change-plan.ts";
import { checkout } from "./checkout.ts";
import { getBilling } from "./get.ts";
import { type BillingCtx, billingCtx } from "./payments-of.ts";
import { openPortal } from "./portal.ts";
import { previewPlan } from "./preview.ts";

const tags = ["Billing"];
const ONLY = "Where the operator sells plans (`BILLING=stripe`); elsewhere there is nothing at this address.";
const theBilling = { description: "How the workspace pays", ...json(BillingSchema) };
const aPage = { description: "A page at Stripe", ...json(BillingLinkSchema) };
const refusals = (...codes: ErrorCode[]) =>
  problems("write", "route.not_found", "idempotency.mismatch", ...codes);

const get = createRoute({
  ...{
    method: "get",
    path: "/api/v1/billing",
    tags,
    summary: "Get how the workspace pays",
    description: ONLY,
  },
  responses: { 200: theBilling, ...problems("read", "route.not_found") },
});

const preview = createRoute({
  ...{ method: "get", path: "/api/v1/billing/preview", tags, description: ONLY },
  summary: "Ask what another plan would cost now",
  request: { query: z.strictObject({ plan: PaidPlanSchema }) },
  responses: {
    200: { description: "What it would cost", ...json(PreviewSchema) },
    ...problems("read", "route.not_found", "billing.not_subscribed", "billing.payment_due"),
  },
});

const begin = createRoute({
  ...{ method: "post", path: "/api/v1/billing/checkout", tags },
  summary: "Begin a subscription",
  description: `Gives a page at Stripe to pay at, open for a day; the one before is closed. ${ONLY}`,
  request: { headers: idempotencyHeader, body: { required: true, ...json(CheckoutSchema) } },
  responses: { 200: aPage, ...refusals("billing.already_subscribed", "billing.plan_granted") },
});

const portal = createRoute({
  ...{ method: "post", path: "/api/v1/billing/portal", tags },
  summary: "Open the page with invoices and cards",
  description: ONLY,
  request: { headers: idempotencyHeader, body: { required: false, ...json(PortalSchema) } },
  responses: { 200: aPage, ...refusals("billing.not_subscribed") },
});

const change = createRoute({
  ...{ method: "post", path: "/api/v1/billing/plan", tags },
  summary: "Change the plan of the subscription",
  description: `At once, up or down; the rest of the period is counted up on the next invoice. ${ONLY}`,
  request: { headers: idempotencyHeader, body: { required: true, ...json(PlanChangeSchema) } },
  responses: { 200: theBilling, ...refusals("billing.not_subscribed", "billing.payment_due") },
});

const cancel = createRoute({
  ...{ method: "post", path: "/api/v1/billing/cancel", tags },
  summary: "End the subscription with its period",
  description: ONLY,
  request: { headers: idempotencyHeader },
  responses: { 200: theBilling, ...refusals("billing.not_subscribed") },
});

const resume = createRoute({
  ...{ method: "post", path: "/api/v1/billing/resume", tags },
  summary: "Let the subscription go on after all",
  description: ONLY,
  request: { headers: idempotencyHeader },
  responses: { 200: theBilling, ...refusals("billing.not_subscribed") },
});

/** Without Stripe they are described, and are not there. */
export function billingRoutes(ctx: Ctx): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({ defaultHook: refuseInvalid });
  const billing = billingCtx(ctx);
  if (billing) return serve(app, billing);
  for (const route of [get, preview, begin, portal, change, cancel, resume])
    app.openAPIRegistry.registerPath(route);
  return app;
}

function serve(app: OpenAPIHono<Env>, ctx: BillingCtx): OpenAPIHono<Env> {
  const keyOf = (c: Context<Env>) => idempotencyOf(c, null)?.key;
  app.openapi(get, async (c) => c.json(await getBilling(ctx, c.var.actor), 200));
  app.openapi(preview, async (c) =>
    c.json(await previewPlan(ctx, c.var.actor, c.req.valid("query").plan), 200),
  );
  app.openapi(begin, async (c) =>
    c.json(await checkout(ctx, c.var.actor, c.req.valid("json"), keyOf(c)), 200),
  );
  app.openapi(portal, async (c) =>
    c.json(await openPortal(ctx, c.var.actor, c.req.valid("json"), keyOf(c)), 200),
  );
  app.openapi(change, async (c) =>
    c.json(await changePlan(ctx, c.var.actor, c.req.valid("json"), keyOf(c)), 200),
  );
  app.openapi(cancel, async (c) => c.json(await cancelSubscription(ctx, c.var.actor, keyOf(c)), 200));
  app.openapi(resume, async (c) => c.json(await resumeSubscription(ctx, c.var.actor, keyOf(c)), 200));
  return app;
}
