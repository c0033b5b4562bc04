import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { HistoryPageSchema, HistoryQuerySchema, RollbackSchema } from "@visoli/contract/history";
import { ExternalIdSchema, LinkPutSchema } from "@visoli/contract/link";
import type { LinkCtx } from "../core/ctx.ts";
import { etagOf } from "../core/etag.ts";
import { type Env, refuseInvalid } from "../core/http.ts";
import { idempotencyHeader, idempotencyOf } from "../core/idempotency-header.ts";
import { ifMatchHeader, json, problems } from "../core/openapi.ts";
import type { VersionedLink } from "./get.ts";
import { linkHistory } from "./history.ts";
import { putLink } from "./put.ts";
import { restoreLink } from "./restore.ts";
import { rollbackLink } from "./rollback.ts";
import { oneLink, params, REFUSALS } from "./routes.ts";

const tags = ["Links"];

const put = createRoute({
  method: "put",
  path: "/api/v1/links/external/{externalId}",
  tags,
  summary: "Make or change the link with an externalId",
  request: {
    params: z.object({ externalId: ExternalIdSchema }),
    headers: ifMatchHeader,
    body: { required: true, ...json(LinkPutSchema) },
  },
  responses: {
    200: oneLink,
    201: oneLink,
    ...problems("write", ...REFUSALS, "template.not_found", "link.version_mismatch"),
  },
});

const history = createRoute({
  method: "get",
  path: "/api/v1/links/{id}/history",
  tags,
  summary: "Who changed what of a link, and when",
  request: { params, query: HistoryQuerySchema },
  responses: {
    200: { description: "Changes, newest first", ...json(HistoryPageSchema) },
    ...problems("read", "link.not_found"),
  },
});

const rollback = createRoute({
  method: "post",
  path: "/api/v1/links/{id}/rollback",
  tags,
  summary: "Make a link what it was at an earlier version",
  description: "Slugs, externalId and password stay as they are.",
  request: {
    params,
    headers: idempotencyHeader.extend(ifMatchHeader.shape),
    body: { required: true, ...json(RollbackSchema) },
  },
  responses: {
    200: oneLink,
    ...problems(
      "write",
      ...REFUSALS,
      "link.not_found",
      "link.version_not_found",
      "link.version_mismatch",
      "idempotency.mismatch",
    ),
  },
});

const restore = createRoute({
  method: "post",
  path: "/api/v1/links/{id}/restore",
  tags,
  summary: "Take a link out of the trash",
  request: { params, headers: idempotencyHeader },
  responses: {
    200: oneLink,
    ...problems(
      "write",
      "link.not_found",
      "link.external_id_taken",
      "folder.forbidden",
      "idempotency.mismatch",
    ),
  },
});

export function versionRoutes(ctx: LinkCtx): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({ defaultHook: refuseInvalid });
  const tagged = ({ link, version }: VersionedLink) => [link, 200, { ETag: etagOf(version) }] as const;
  app.openapi(put, async (c) => {
    const { externalId } = c.req.valid("param");
    const done = await putLink(ctx, c.var.actor, externalId, c.req.valid("json"), c.req.header("If-Match"));
    if (!done.isNew) return c.json(...tagged(done));
    return c.json(done.link, 201, { ETag: etagOf(1), Location: `/api/v1/links/${done.link.id}` });
  });
  app.openapi(history, async (c) => {
    const { id } = c.req.valid("param");
    return c.json(await linkHistory(ctx, c.var.actor, id, c.req.valid("query")), 200);
  });
  app.openapi(rollback, async (c) => {
    const { id } = c.req.valid("param");
    const { version } = c.req.valid("json");
    const idempotency = idempotencyOf(c, { version });
    return c.json(
      ...tagged(await rollbackLink(ctx, c.var.actor, id, version, c.req.header("If-Match"), idempotency)),
    );
  });
  app.openapi(restore, async (c) => {
    const { id } = c.req.valid("param");
    return c.json(...tagged(await restoreLink(ctx, c.var.actor, id, idempotencyOf(c, {}))));
  });
  return app;
}
