import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import {
  LinkCreateSchema,
  LinkPageSchema,
  LinkReferenceSchema,
  LinkSchema,
  LinkUpdateSchema,
} from "@visoli/contract/link";
import { LinkListQuerySchema } from "@visoli/contract/link-list";
import { ServiceCreatedSchema, ServiceCreateSchema } from "@visoli/contract/service";
import type { LinkCtx } from "../core/ctx.ts";
import { etagOf } from "../core/etag.ts";
import { type Env, refuseInvalid } from "../core/http.ts";
import { idempotencyHeader, idempotencyOf } from "../core/idempotency-header.ts";
import { ifMatchHeader, json, problems } from "../core/openapi.ts";
import { createLink } from "./create.ts";
import { deleteLink } from "./delete.ts";
import { getLink, type VersionedLink } from "./get.ts";
import { listLinks } from "./list.ts";
import { updateLink } from "./update.ts";

const tags = ["Links"];
export const params = z.object({
  id: LinkReferenceSchema.meta({
    description: "An id, `ext_` and an externalId, or `DOMAIN/SLUG` percent-encoded",
  }),
});
export const oneLink = {
  description: "The link",
  headers: z.object({ ETag: z.string().meta({ description: "The version, for `If-Match`" }) }),
  ...json(LinkSchema),
};

export const REFUSALS = [
  "link.slug_taken",
  "link.external_id_taken",
  "domain.not_found",
  "folder.not_found",
  "folder.forbidden",
] as const;

const create = createRoute({
  method: "post",
  path: "/api/v1/links",
  tags,
  summary: "Make a link",
  request: { headers: idempotencyHeader, body: { required: true, ...json(LinkCreateSchema) } },
  responses: {
    200: { description: "The link that was there, with `ifExists: return`", ...json(LinkSchema) },
    201: oneLink,
    ...problems("write", ...REFUSALS, "template.not_found", "idempotency.mismatch"),
  },
});

const list = createRoute({
  method: "get",
  path: "/api/v1/links",
  tags,
  summary: "List links",
  request: { query: LinkListQuerySchema },
  responses: {
    200: { description: "A page of links, newest first", ...json(LinkPageSchema) },
    ...problems("read", "folder.not_found", "domain.not_found"),
  },
});

const get = createRoute({
  method: "get",
  path: "/api/v1/links/{id}",
  tags,
  summary: "Get a link",
  request: { params },
  responses: { 200: oneLink, ...problems("read", "link.not_found") },
});

const update = createRoute({
  method: "patch",
  path: "/api/v1/links/{id}",
  tags,
  summary: "Change a link",
  request: { params, headers: ifMatchHeader, body: { required: true, ...json(LinkUpdateSchema) } },
  responses: {
    200: oneLink,
    ...problems("write", ...REFUSALS, "link.not_found", "link.version_mismatch"),
  },
});

const remove = createRoute({
  method: "delete",
  path: "/api/v1/links/{id}",
  tags,
  summary: "Delete a link",
  request: { params, headers: ifMatchHeader },
  responses: {
    204: { description: "Deleted" },
    ...problems("read", "link.not_found", "folder.forbidden", "link.version_mismatch"),
  },
});

const serviceCreate = createRoute({
  method: "post",
  path: "/api/link/create",
  tags: ["Drop-in"],
  summary: "Make a link, as viso.li does",
  request: { headers: idempotencyHeader, body: { required: true, ...json(ServiceCreateSchema) } },
  responses: {
    201: { description: "The short URL", ...json(ServiceCreatedSchema) },
    ...problems("write", "idempotency.mismatch"),
  },
});

export function linkRoutes(ctx: LinkCtx): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({ defaultHook: refuseInvalid });
  const tagged = ({ link, version }: VersionedLink) => [link, 200, { ETag: etagOf(version) }] as const;
  app.openapi(create, async (c) => {
    const input = c.req.valid("json");
    const { link, isNew } = await createLink(ctx, c.var.actor, input, idempotencyOf(c, input));
    if (!isNew) return c.json(link, 200);
    return c.json(link, 201, { ETag: etagOf(1), Location: `/api/v1/links/${link.id}` });
  });
  app.openapi(list, async (c) => c.json(await listLinks(ctx, c.var.actor, c.req.valid("query")), 200));
  app.openapi(get, async (c) => c.json(...tagged(await getLink(ctx, c.var.actor, c.req.valid("param").id))));
  app.openapi(update, async (c) => {
    const { id } = c.req.valid("param");
    return c.json(
      ...tagged(await updateLink(ctx, c.var.actor, id, c.req.valid("json"), c.req.header("If-Match"))),
    );
  });
  app.openapi(remove, async (c) => {
    await deleteLink(ctx, c.var.actor, c.req.valid("param").id, c.req.header("If-Match"));
    return c.body(null, 204);
  });
  app.openapi(serviceCreate, async (c) => {
    const { url, expiredAt } = c.req.valid("json");
    const input = { url, expiresAt: expiredAt };
    const { link } = await createLink(ctx, c.var.actor, input, idempotencyOf(c, input));
    return c.json({ url: link.shortUrl }, 201);
  });
  return app;
}
