import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { TagListQuerySchema, TagPageSchema, TagSchema, TagUpdateSchema } from "@visoli/contract/tag";
import { text } from "@visoli/contract/text";
import type { Ctx } from "../core/ctx.ts";
import { type Env, refuseInvalid } from "../core/http.ts";
import { json, problems } from "../core/openapi.ts";
import { deleteTag } from "./delete.ts";
import { listTags } from "./list.ts";
import { renameTag } from "./rename.ts";

const tags = ["Tags"];
const params = z.object({ id: text(1, 100).meta({ description: "An id or a name" }) });

const list = createRoute({
  method: "get",
  path: "/api/v1/tags",
  tags,
  summary: "List tags",
  request: { query: TagListQuerySchema },
  responses: { 200: { description: "A page of tags, by name", ...json(TagPageSchema) }, ...problems("read") },
});

const rename = createRoute({
  method: "patch",
  path: "/api/v1/tags/{id}",
  tags,
  summary: "Rename a tag on all its links",
  request: { params, body: { required: true, ...json(TagUpdateSchema) } },
  responses: {
    200: { description: "The tag", ...json(TagSchema) },
    ...problems("write", "tag.not_found", "tag.name_taken", "auth.own_links_only"),
  },
});

const remove = createRoute({
  method: "delete",
  path: "/api/v1/tags/{id}",
  tags,
  summary: "Delete a tag, and take it from all its links",
  request: { params },
  responses: { 204: { description: "Deleted" }, ...problems("read", "tag.not_found", "auth.own_links_only") },
});

export function tagRoutes(ctx: Ctx): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({ defaultHook: refuseInvalid });
  app.openapi(list, async (c) => c.json(await listTags(ctx, c.var.actor, c.req.valid("query")), 200));
  app.openapi(rename, async (c) => {
    const { id } = c.req.valid("param");
    return c.json(await renameTag(ctx, c.var.actor, id, c.req.valid("json")), 200);
  });
  app.openapi(remove, async (c) => {
    await deleteTag(ctx, c.var.actor, c.req.valid("param").id);
    return c.body(null, 204);
  });
  return app;
}
