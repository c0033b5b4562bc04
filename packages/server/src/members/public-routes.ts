import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { InvitationInfoSchema, InvitationTokenSchema } from "@visoli/contract/member";
import type { Ctx } from "../core/ctx.ts";
import { problem } from "../core/errors.ts";
import { type Env, problemResponse, refuseInvalid } from "../core/http.ts";
import type { Limit } from "../core/limits.ts";
import { json, problems } from "../core/openapi.ts";
import type { ReadAddress } from "../core/visitor-address.ts";
import { addressOfVisitor } from "../core/visitor-of.ts";
import { readInvitation } from "./accept.ts";

// Nobody needs a key here.
const { 401: _, 403: __, ...refusals } = problems("read", "invitation.not_found", "request.rate_limited");

const read = createRoute({
  method: "get",
  path: "/api/v1/invitations/{token}",
  tags: ["Members"],
  summary: "See what an invitation is for",
  description: "Needs no key: who has the invitation's address has the token.",
  security: [],
  request: { params: z.object({ token: InvitationTokenSchema }) },
  responses: { 200: { description: "What it is for", ...json(InvitationInfoSchema) }, ...refusals },
});

/** What everybody may ask who was sent an invitation. Mount it before what asks for a key. */
export function publicInvitationRoutes(ctx: Ctx, readAddress: ReadAddress, limit: Limit): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({ defaultHook: refuseInvalid });
  app.openapi(read, async (c) => {
    const waitS = await limit.take(addressOfVisitor(c, readAddress));
    if (waitS > 0) {
      const error = problem("request.rate_limited", `Too many from one network; again in ${waitS} s`);
      const response = problemResponse(error, c.var.requestId, ctx.config.publicUrl);
      response.headers.set("Retry-After", String(waitS));
      return response as never;
    }
    return c.json(await readInvitation(ctx, c.req.valid("param").token), 200, {
      "Cache-Control": "no-store",
    });
  });
  return app;
}
