import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import {
  MemberListQuerySchema,
  MemberPageSchema,
  MemberSchema,
  MemberUpdateSchema,
} from "@visoli/contract/member";
import { text } from "@visoli/contract/text";
import { WorkspaceTransferSchema } from "@visoli/contract/workspace";
import type { Ctx } from "../core/ctx.ts";
import { type Env, refuseInvalid } from "../core/http.ts";
import { json, problems } from "../core/openapi.ts";
import { invitationRoutes } from "./invitation-routes.ts";
import { listMembers } from "./list.ts";
import { removeMember } from "./remove.ts";
import { transferWorkspace } from "./transfer.ts";
import { updateMember } from "./update.ts";

const tags = ["Members"];
const params = z.object({ id: text(1, 100).meta({ description: "A person's id" }) });
const oneMember = { description: "The member", ...json(MemberSchema) };
const REFUSALS = ["member.not_found", "member.forbidden", "member.last_owner"] as const;

const list = createRoute({
  method: "get",
  path: "/api/v1/members",
  tags,
  summary: "List the workspace's members",
  request: { query: MemberListQuerySchema },
  responses: { 200: { description: "A page of members", ...json(MemberPageSchema) }, ...problems("read") },
});

const update = createRoute({
  method: "patch",
  path: "/api/v1/members/{id}",
  tags,
  summary: "Give a member another role",
  description:
    "It counts from their next request on. Nobody makes others more than they are, and only owners make and unmake owners.",
  request: { params, body: { required: true, ...json(MemberUpdateSchema) } },
  responses: { 200: oneMember, ...problems("write", ...REFUSALS) },
});

const remove = createRoute({
  method: "delete",
  path: "/api/v1/members/{id}",
  tags,
  summary: "Remove a member, or leave",
  description:
    "Everybody may remove themselves, but the last owner. API keys that they made work on; open invitations by them are taken back.",
  request: { params },
  responses: { 204: { description: "Removed" }, ...problems("read", ...REFUSALS) },
});

const transfer = createRoute({
  method: "post",
  path: "/api/v1/workspace/transfer",
  tags: ["Workspace"],
  summary: "Make another member owner in your place",
  description: "For owners. You stay in the workspace as an admin.",
  request: { body: { required: true, ...json(WorkspaceTransferSchema) } },
  responses: { 200: { ...oneMember, description: "The new owner" }, ...problems("write") },
});

export function memberRoutes(ctx: Ctx): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({ defaultHook: refuseInvalid });
  app.route("/", invitationRoutes(ctx));
  app.openapi(list, async (c) => c.json(await listMembers(ctx, c.var.actor, c.req.valid("query")), 200));
  app.openapi(update, async (c) => {
    const { id } = c.req.valid("param");
    return c.json(await updateMember(ctx, c.var.actor, id, c.req.valid("json")), 200);
  });
  app.openapi(remove, async (c) => {
    await removeMember(ctx, c.var.actor, c.req.valid("param").id);
    return c.body(null, 204);
  });
  app.openapi(transfer, async (c) => {
    const { memberId } = c.req.valid("json");
    return c.json(await transferWorkspace(ctx, c.var.actor, memberId), 200);
  });
  return app;
}
