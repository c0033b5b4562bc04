import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import {
  FolderListQuerySchema,
  FolderMemberPageSchema,
  FolderMemberPutSchema,
  FolderMemberSchema,
} from "@visoli/contract/folder";
import { text } from "@visoli/contract/text";
import type { Ctx } from "../core/ctx.ts";
import { type Env, refuseInvalid } from "../core/http.ts";
import { json, problems } from "../core/openapi.ts";
import { listMembers, putMember, removeMember } from "./members.ts";

const tags = ["Folders"];
const params = z.object({ id: text(1, 100).meta({ description: "A folder's id or name" }) });
const memberParams = params.extend({
  member: text(1, 100).meta({ description: "A key's or a person's id" }),
});
const REFUSALS = ["folder.not_found", "folder.forbidden", "key.not_found", "auth.own_links_only"] as const;

const list = createRoute({
  method: "get",
  path: "/api/v1/folders/{id}/members",
  tags,
  summary: "List a folder's members",
  request: { params, query: FolderListQuerySchema },
  responses: {
    200: { description: "A page of members, by id", ...json(FolderMemberPageSchema) },
    ...problems("read", "folder.not_found", "auth.own_links_only"),
  },
});

const put = createRoute({
  method: "put",
  path: "/api/v1/folders/{id}/members/{member}",
  tags,
  summary: "Give a member a role in a folder",
  request: { params: memberParams, body: { required: true, ...json(FolderMemberPutSchema) } },
  responses: {
    200: { description: "The member", ...json(FolderMemberSchema) },
    ...problems("write", ...REFUSALS),
  },
});

const remove = createRoute({
  method: "delete",
  path: "/api/v1/folders/{id}/members/{member}",
  tags,
  summary: "Take a member's role in a folder away",
  request: { params: memberParams },
  responses: { 204: { description: "Taken away" }, ...problems("read", ...REFUSALS) },
});

export function memberRoutes(ctx: Ctx): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({ defaultHook: refuseInvalid });
  app.openapi(list, async (c) => {
    const { id } = c.req.valid("param");
    return c.json(await listMembers(ctx, c.var.actor, id, c.req.valid("query")), 200);
  });
  app.openapi(put, async (c) => {
    const { id, member } = c.req.valid("param");
    return c.json(await putMember(ctx, c.var.actor, id, member, c.req.valid("json")), 200);
  });
  app.openapi(remove, async (c) => {
    const { id, member } = c.req.valid("param");
    await removeMember(ctx, c.var.actor, id, member);
    return c.body(null, 204);
  });
  return app;
}
