import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import {
  TemplateCreateSchema,
  TemplateListQuerySchema,
  TemplatePageSchema,
  TemplateSchema,
  TemplateUpdateSchema,
} from "@visoli/contract/template";
import { text } from "@visoli/contract/text";
import type { Ctx } from "../core/ctx.ts";
import { type Env, refuseInvalid } from "../core/http.ts";
import { idempotencyHeader, idempotencyOf } from "../core/idempotency-header.ts";
import { json, problems } from "../core/openapi.ts";
import { createTemplate } from "./create.ts";
import { deleteTemplate } from "./delete.ts";
import { getTemplate } from "./get.ts";
import { listTemplates } from "./list.ts";
import { updateTemplate } from "./update.ts";

const tags = ["Templates"];
const params = z.object({ id: text(1, 100).meta({ description: "An id or a name" }) });
const oneTemplate = { description: "The template", ...json(TemplateSchema) };

const create = createRoute({
  method: "post",
  path: "/api/v1/templates",
  tags,
  summary: "Make a template",
  request: { headers: idempotencyHeader, body: { required: true, ...json(TemplateCreateSchema) } },
  responses: {
    201: oneTemplate,
    ...problems("write", "template.name_taken", "idempotency.mismatch", "auth.own_links_only"),
  },
});

const list = createRoute({
  method: "get",
  path: "/api/v1/templates",
  tags,
  summary: "List templates",
  request: { query: TemplateListQuerySchema },
  responses: {
    200: { description: "A page of templates, newest first", ...json(TemplatePageSchema) },
    ...problems("read"),
  },
});

const get = createRoute({
  method: "get",
  path: "/api/v1/templates/{id}",
  tags,
  summary: "Get a template",
  request: { params },
  responses: { 200: oneTemplate, ...problems("read", "template.not_found") },
});

const update = createRoute({
  method: "patch",
  path: "/api/v1/templates/{id}",
  tags,
  summary: "Change a template",
  request: { params, body: { required: true, ...json(TemplateUpdateSchema) } },
  responses: {
    200: oneTemplate,
    ...problems("write", "template.not_found", "template.name_taken", "auth.own_links_only"),
  },
});

const remove = createRoute({
  method: "delete",
  path: "/api/v1/templates/{id}",
  tags,
  summary: "Delete a template",
  request: { params },
  responses: {
    204: { description: "Deleted" },
    ...problems("read", "template.not_found", "auth.own_links_only"),
  },
});

export function templateRoutes(ctx: Ctx): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({ defaultHook: refuseInvalid });
  app.openapi(create, async (c) => {
    const input = c.req.valid("json");
    const template = await createTemplate(ctx, c.var.actor, input, idempotencyOf(c, input));
    return c.json(template, 201, { Location: `/api/v1/templates/${template.id}` });
  });
  app.openapi(list, async (c) => c.json(await listTemplates(ctx, c.var.actor, c.req.valid("query")), 200));
  app.openapi(get, async (c) => c.json(await getTemplate(ctx, c.var.actor, c.req.valid("param").id), 200));
  app.openapi(update, async (c) => {
    const { id } = c.req.valid("param");
    return c.json(await updateTemplate(ctx, c.var.actor, id, c.req.valid("json")), 200);
  });
  app.openapi(remove, async (c) => {
    await deleteTemplate(ctx, c.var.actor, c.req.valid("param").id);
    return c.body(null, 204);
  });
  return app;
}
