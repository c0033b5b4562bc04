import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import {
  InvitationCreateSchema,
  InvitationPageSchema,
  InvitationWithUrlSchema,
  MemberListQuerySchema,
} from "@visoli/contract/member";
import { text } from "@visoli/contract/text";
import type { Ctx } from "../core/ctx.ts";
import { type Env, refuseInvalid } from "../core/http.ts";
import { idempotencyHeader, idempotencyOf } from "../core/idempotency-header.ts";
import { json, problems } from "../core/openapi.ts";
import { listInvitations, resendInvitation, revokeInvitation } from "./invitations.ts";
import { invite } from "./invite.ts";

const tags = ["Members"];
const params = z.object({ id: text(1, 100).meta({ description: "An invitation's id" }) });
const oneInvitation = { description: "The invitation", ...json(InvitationWithUrlSchema) };

const create = createRoute({
  method: "post",
  path: "/api/v1/members/invitations",
  tags,
  summary: "Invite somebody",
  description:
    "By a mail with an address that works once, for 7 days. Where the service sends no mail, the answer has it to hand on.",
  request: { headers: idempotencyHeader, body: { required: true, ...json(InvitationCreateSchema) } },
  responses: {
    201: oneInvitation,
    ...problems(
      "write",
      ...(["member.exists", "invitation.exists", "member.forbidden", "idempotency.mismatch"] as const),
      ...(["plan.quota_exceeded", "plan.feature_required"] as const),
    ),
  },
});

const list = createRoute({
  method: "get",
  path: "/api/v1/members/invitations",
  tags,
  summary: "List open invitations",
  request: { query: MemberListQuerySchema },
  responses: {
    200: { description: "A page of invitations, newest first", ...json(InvitationPageSchema) },
    ...problems("read"),
  },
});

const remove = createRoute({
  method: "delete",
  path: "/api/v1/members/invitations/{id}",
  tags,
  summary: "Take an invitation back",
  request: { params },
  responses: { 204: { description: "Taken back" }, ...problems("read", "invitation.not_found") },
});

const resend = createRoute({
  method: "post",
  path: "/api/v1/members/invitations/{id}/resend",
  tags,
  summary: "Send an invitation again",
  description: "For 7 more days, with a new address: the one of before works no more.",
  request: { params },
  responses: { 200: oneInvitation, ...problems("write", "invitation.not_found", "member.forbidden") },
});

export function invitationRoutes(ctx: Ctx): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({ defaultHook: refuseInvalid });
  app.openapi(create, async (c) => {
    const input = c.req.valid("json");
    return c.json(await invite(ctx, c.var.actor, input, idempotencyOf(c, input)), 201);
  });
  app.openapi(list, async (c) => c.json(await listInvitations(ctx, c.var.actor, c.req.valid("query")), 200));
  app.openapi(remove, async (c) => {
    await revokeInvitation(ctx, c.var.actor, c.req.valid("param").id);
    return c.body(null, 204);
  });
  app.openapi(resend, async (c) =>
    c.json(await resendInvitation(ctx, c.var.actor, c.req.valid("param").id), 200),
  );
  return app;
}
