import { createRoute, OpenAPIHono } from "@hono/zod-openapi";
import { LeakedKeySchema, LeakReceivedSchema } from "@visoli/contract/key";
import { addressClass } from "../core/address-class.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { problem } from "../core/errors.ts";
import { type Env, problemResponse, refuseInvalid } from "../core/http.ts";
import { jsonBody } from "../core/json-body.ts";
import type { Limit } from "../core/limits.ts";
import { json, problems } from "../core/openapi.ts";
import type { ReadAddress } from "../core/visitor-address.ts";
import { addressOfVisitor } from "../core/visitor-of.ts";
import { reportLeak } from "./report-leak.ts";

// Nobody needs a key here.
const { 401: _, 403: __, ...refusals } = problems("write", "request.rate_limited");

const PATH = "/api/v1/keys/leaked";
const leaked = createRoute({
  method: "post",
  path: PATH,
  tags: ["Keys"],
  summary: "Report a leaked API key",
  description: "Needs no key. A key of ours is revoked at once; the answer is the same whether it is one.",
  security: [],
  request: { body: { required: true, ...json(LeakedKeySchema) } },
  responses: { 202: { description: "Received", ...json(LeakReceivedSchema) }, ...refusals },
});

/** How anybody ends a key that they have found. Mount it before what asks for a key. */
export function leakRoutes(ctx: LinkCtx, readAddress: ReadAddress, limit: Limit): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({ defaultHook: refuseInvalid });
  app.use(PATH, jsonBody);
  app.openapi(leaked, async (c) => {
    const address = addressOfVisitor(c, readAddress);
    const waitS = await limit.take(address);
    if (waitS > 0) {
      const error = problem("request.rate_limited", `Too many reports from one network; again in ${waitS} s`);
      const response = problemResponse(error, c.var.requestId, ctx.config.publicUrl);
      response.headers.set("Retry-After", String(waitS));
      return response as never;
    }
    await reportLeak(ctx, c.req.valid("json").key, addressClass(ctx.visitors.geo, address));
    return c.json({ status: "received" as const }, 202);
  });
  return app;
}
