import { createRoute, OpenAPIHono } from "@hono/zod-openapi";
import { PlansSchema } from "@visoli/contract/plan";
import { UsageSchema } from "@visoli/contract/usage";
import type { ClickCtx } from "../core/ctx.ts";
import { type Env, refuseInvalid } from "../core/http.ts";
import { json, problems } from "../core/openapi.ts";
import { listPlans } from "./plans.ts";
import { readUsage } from "./read.ts";

const read = createRoute({
  method: "get",
  path: "/api/v1/usage",
  tags: ["Usage"],
  summary: "What the plan allows, and what of it is used",
  responses: {
    200: { description: "Limits and usage", ...json(UsageSchema) },
    ...problems("read"),
  },
});

const plans = createRoute({
  method: "get",
  path: "/api/v1/plans",
  tags: ["Usage"],
  summary: "List the plans there are",
  responses: {
    200: { description: "All of them; those without a price are not for sale", ...json(PlansSchema) },
    ...problems("read"),
  },
});

export function usageRoutes(ctx: ClickCtx): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({ defaultHook: refuseInvalid });
  app.openapi(read, async (c) => c.json(await readUsage(ctx, c.var.actor, c.var.rate), 200));
  app.openapi(plans, (c) => c.json(listPlans(ctx, c.var.actor), 200));
  return app;
}
