import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import {
  FolderCreateSchema,
  FolderListQuerySchema,
  FolderPageSchema,
  FolderSchema,
  FolderUpdateSchema,
} from "@visoli/contract/folder";
import { text } from "@visoli/contract/text";
import type { Ctx } from "../core/ctx.ts";
import { type Env, refuseInvalid } from "../core/http.ts";
import { idempotencyHeader, idempotencyOf } from "../core/idempotency-header.ts";
import { json, problems } from "../core/openapi.ts";
import { createFolder } from "./create.ts";
import { deleteFolder } from "./delete.ts";
import { getFolder } from "./get.ts";
import { listFolders } from "./list.ts";
import { memberRoutes } from "./member-routes.ts";
import { updateFolder } from "./update.ts";

const tags = ["Folders"];
const params = z.object({ id: text(1, 100).meta({ description: "An id or a name" }) });
const oneFolder = { description: "The folder", ...json(FolderSchema) };
const REFUSALS = ["folder.not_found", "folder.forbidden", "auth.own_links_only"] as const;

const create = createRoute({
  method: "post",
  path: "/api/v1/folders",
  tags,
  summary: "Make a folder",
  request: { headers: idempotencyHeader, body: { required: true, ...json(FolderCreateSchema) } },
  responses: {
    201: oneFolder,
    ...problems("write", "folder.name_taken", "idempotency.mismatch", "auth.own_links_only"),
  },
});

const list = createRoute({
  method: "get",
  path: "/api/v1/folders",
  tags,
  summary: "List folders",
  request: { query: FolderListQuerySchema },
  responses: {
    200: { description: "A page of the folders that you see, newest first", ...json(FolderPageSchema) },
    ...problems("read"),
  },
});

const get = createRoute({
  method: "get",
  path: "/api/v1/folders/{id}",
  tags,
  summary: "Get a folder",
  request: { params },
  responses: { 200: oneFolder, ...problems("read", "folder.not_found") },
});

const update = createRoute({
  method: "patch",
  path: "/api/v1/folders/{id}",
  tags,
  summary: "Change a folder",
  request: { params, body: { required: true, ...json(FolderUpdateSchema) } },
  responses: { 200: oneFolder, ...problems("write", ...REFUSALS, "folder.name_taken") },
});

const remove = createRoute({
  method: "delete",
  path: "/api/v1/folders/{id}",
  tags,
  summary: "Delete a folder",
  description: "Its links stay, in no folder, where everybody in the workspace may change them.",
  request: { params },
  responses: { 204: { description: "Deleted" }, ...problems("read", ...REFUSALS) },
});

export function folderRoutes(ctx: Ctx): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({ defaultHook: refuseInvalid });
  app.openapi(create, async (c) => {
    const input = c.req.valid("json");
    const folder = await createFolder(ctx, c.var.actor, input, idempotencyOf(c, input));
    return c.json(folder, 201, { Location: `/api/v1/folders/${folder.id}` });
  });
  app.openapi(list, async (c) => c.json(await listFolders(ctx, c.var.actor, c.req.valid("query")), 200));
  app.openapi(get, async (c) => c.json(await getFolder(ctx, c.var.actor, c.req.valid("param").id), 200));
  app.openapi(update, async (c) => {
    const { id } = c.req.valid("param");
    return c.json(await updateFolder(ctx, c.var.actor, id, c.req.valid("json")), 200);
  });
  app.openapi(remove, async (c) => {
    await deleteFolder(ctx, c.var.actor, c.req.valid("param").id);
    return c.body(null, 204);
  });
  app.route("/", memberRoutes(ctx));
  return app;
}
