import { createRoute, OpenAPIHono } from "@hono/zod-openapi";
import { InvitationAcceptSchema } from "@visoli/contract/member";
import { OwnWorkspaceSchema } from "@visoli/contract/workspace";
import type { Ctx } from "../core/ctx.ts";
import { type Env, refuseInvalid } from "../core/http.ts";
import { json, problems } from "../core/openapi.ts";
import { personOf } from "../core/person-of.ts";
import { acceptInvitation } from "./accept.ts";

const accept = createRoute({
  method: "post",
  path: "/api/v1/invitations/accept",
  tags: ["Members"],
  summary: "Accept an invitation",
  description:
    "For the person that it is for, signed in, with the address confirmed. Sent again, it answers the same.",
  request: { body: { required: true, ...json(InvitationAcceptSchema) } },
  responses: {
    200: { description: "The workspace that you are in now", ...json(OwnWorkspaceSchema) },
    ...problems(
      "write",
      ...(["invitation.not_found", "invitation.wrong_person", "auth.person_required"] as const),
      ...(["plan.quota_exceeded", "plan.feature_required"] as const),
    ),
  },
});

/** What people do who need be in no workspace yet. */
export function invitedRoutes(ctx: Ctx): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({ defaultHook: refuseInvalid });
  app.openapi(accept, async (c) => {
    const person = await personOf(ctx, c.var.actor);
    return c.json(await acceptInvitation(ctx, person, c.req.valid("json").token), 200);
  });
  return app;
}
