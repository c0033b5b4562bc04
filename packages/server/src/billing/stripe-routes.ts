import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Ctx } from "../core/ctx.ts";
import { problem } from "../core/errors.ts";
import type { Env } from "../core/http.ts";
import { hearEvent } from "./hear.ts";
import { billingCtx } from "./payments-of.ts";

/** Stripe's events are smaller by far. */
const MAX_BYTES = 1_048_576;

/** Where Stripe tells us what happens; no routes at all where nothing is sold. */
export function stripeRoutes(ctx: Ctx): Hono<Env> {
  const app = new Hono<Env>();
  const billing = billingCtx(ctx);
  if (!billing) return app;
  const limit = bodyLimit({
    maxSize: MAX_BYTES,
    onError: () => {
      throw problem("request.too_large", `The body may have ${MAX_BYTES} bytes at most`);
    },
  });
  app.post("/api/stripe/webhook", limit, async (c) => {
    // The signature is over the bytes as they came.
    await hearEvent(billing, await c.req.text(), c.req.header("Stripe-Signature") ?? "");
    return c.json({ received: true });
  });
  return app;
}
