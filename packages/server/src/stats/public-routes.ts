import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { LinkReferenceSchema } from "@visoli/contract/link";
import { PublicStatisticsCreateSchema, PublicStatisticsSchema } from "@visoli/contract/public-stats";
import type { ClickCtx } from "../core/ctx.ts";
import { type Env, refuseInvalid } from "../core/http.ts";
import { idempotencyHeader, idempotencyOf } from "../core/idempotency-header.ts";
import { json, problems } from "../core/openapi.ts";
import { createPublicStatistics } from "./public-create.ts";
import { deletePublicStatistics } from "./public-delete.ts";
import { getPublicStatistics } from "./public-get.ts";

const tags = ["Statistics"];
const path = "/api/v1/links/{id}/public-statistics";
const params = z.object({
  id: LinkReferenceSchema.meta({
    description: "An id, `ext_` and an externalId, or `DOMAIN/SLUG` percent-encoded",
  }),
});

const create = createRoute({
  method: "post",
  path,
  tags,
  summary: "Let everybody who knows an address see a link's statistics",
  description: "Done again it is a new address, and the one before ends.",
  request: {
    params,
    headers: idempotencyHeader,
    body: { required: true, ...json(PublicStatisticsCreateSchema) },
  },
  responses: {
    201: { description: "The page's address", ...json(PublicStatisticsSchema) },
    ...problems("write", "link.not_found", "folder.forbidden", "idempotency.mismatch"),
  },
});

const get = createRoute({
  method: "get",
  path,
  tags,
  summary: "Where everybody sees a link's statistics",
  request: { params },
  responses: {
    200: { description: "The page's address", ...json(PublicStatisticsSchema) },
    ...problems("read", "link.not_found", "public_statistics.not_found"),
  },
});

const remove = createRoute({
  method: "delete",
  path,
  tags,
  summary: "Let nobody else see a link's statistics any more",
  request: { params },
  responses: {
    204: { description: "The address ended, at once" },
    ...problems("write", "link.not_found", "folder.forbidden", "public_statistics.not_found"),
  },
});

/** How a link's owner shows its statistics to everybody. */
export function publicStatisticsRoutes(ctx: ClickCtx): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({ defaultHook: refuseInvalid });
  app.openapi(create, async (c) => {
    const { id } = c.req.valid("param");
    const input = c.req.valid("json");
    return c.json(await createPublicStatistics(ctx, c.var.actor, id, input, idempotencyOf(c, input)), 201);
  });
  app.openapi(get, async (c) =>
    c.json(await getPublicStatistics(ctx, c.var.actor, c.req.valid("param").id), 200),
  );
  app.openapi(remove, async (c) => {
    await deletePublicStatistics(ctx, c.var.actor, c.req.valid("param").id);
    return c.body(null, 204);
  });
  return app;
}
