import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import {
  ConversionCreateSchema,
  ConversionExportQuerySchema,
  ConversionListQuerySchema,
  ConversionPageSchema,
  ConversionSchema,
  ConversionTotalsQuerySchema,
  ConversionTotalsSchema,
} from "@visoli/contract/conversion";
import { text } from "@visoli/contract/text";
import type { Server } from "bun";
import type { ClickCtx } from "../core/ctx.ts";
import { type Env, refuseInvalid } from "../core/http.ts";
import { idempotencyHeader, idempotencyOf } from "../core/idempotency-header.ts";
import { NDJSON } from "../core/json-body.ts";
import { json, problems } from "../core/openapi.ts";
import { createConversion } from "./create.ts";
import { exportConversions } from "./export.ts";
import { getConversion } from "./get.ts";
import { listConversions } from "./list.ts";
import { totalConversions } from "./totals.ts";
import { voidConversion } from "./void.ts";

const tags = ["Conversions"];
const params = z.object({
  id: text(1, 300).meta({ description: "A conversion's id, or `ext_EXTERNALID`" }),
});
const one = (description: string) => ({ description, ...json(ConversionSchema) });

const create = createRoute({
  method: "post",
  path: "/api/v1/conversions",
  tags,
  summary: "Record a lead or a sale",
  description:
    "Once for each `externalId`. It is owed to the link of its click, which may be found a little later.",
  request: { headers: idempotencyHeader, body: { required: true, ...json(ConversionCreateSchema) } },
  responses: {
    200: one("The conversion that was there: the same was said before"),
    201: one("The new conversion"),
    ...problems("write", "link.not_found", "conversion.external_id_taken", "idempotency.mismatch"),
  },
});

const list = createRoute({
  method: "get",
  path: "/api/v1/conversions",
  tags,
  summary: "List conversions",
  request: { query: ConversionListQuerySchema },
  responses: {
    200: { description: "A page of conversions, the last recorded first", ...json(ConversionPageSchema) },
    ...problems("read", "link.not_found"),
  },
});

const totals = createRoute({
  method: "get",
  path: "/api/v1/conversions/totals",
  tags,
  summary: "What is owed for a time, by tag, metadata, link, ...",
  description:
    "What was booked in the time less what was voided in it, from the accounts and exactly. A conversion counts under each tag of its link, as the tags were when it was booked.",
  request: { query: ConversionTotalsQuerySchema },
  responses: {
    200: { description: "The totals", ...json(ConversionTotalsSchema) },
    ...problems("read"),
  },
});

const exportRoute = createRoute({
  method: "get",
  path: "/api/v1/conversions/export",
  tags,
  summary: "All conversions as one file",
  request: { query: ConversionExportQuerySchema },
  responses: {
    200: {
      description: "The file. A connection that breaks off means that a part is missing",
      content: {
        "text/csv": { schema: { type: "string" as const } },
        [NDJSON]: { schema: ConversionSchema },
      },
    },
    ...problems("read", "link.not_found"),
  },
});

const get = createRoute({
  method: "get",
  path: "/api/v1/conversions/{id}",
  tags,
  summary: "Get a conversion",
  request: { params },
  responses: { 200: one("The conversion"), ...problems("read", "conversion.not_found") },
});

const remove = createRoute({
  method: "delete",
  path: "/api/v1/conversions/{id}",
  tags,
  summary: "Void a conversion",
  description: "It stays, marked, and is taken from the totals of the time in which it is voided.",
  request: { params },
  responses: { 200: one("The conversion, voided"), ...problems("read", "conversion.not_found") },
});

export function conversionRoutes(ctx: ClickCtx): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({ defaultHook: refuseInvalid });
  app.openapi(create, async (c) => {
    const input = c.req.valid("json");
    const { conversion, isNew } = await createConversion(ctx, c.var.actor, input, idempotencyOf(c, input));
    return isNew
      ? c.json(conversion, 201, { Location: `/api/v1/conversions/${conversion.id}` })
      : c.json(conversion, 200);
  });
  app.openapi(list, async (c) => c.json(await listConversions(ctx, c.var.actor, c.req.valid("query")), 200));
  app.openapi(totals, async (c) =>
    c.json(await totalConversions(ctx, c.var.actor, c.req.valid("query")), 200),
  );
  app.openapi(exportRoute, async (c) => {
    const query = c.req.valid("query");
    const body = await exportConversions(ctx, c.var.actor, query);
    // A file takes longer to be written than a connection may be silent.
    (c.env as { server?: Server<unknown> } | undefined)?.server?.timeout(c.req.raw, 0);
    if (c.req.raw.method === "HEAD") await body.cancel();
    const type = query.format === "csv" ? "text/csv; charset=utf-8; header=present" : NDJSON;
    const disposition = `attachment; filename="conversions.${query.format}"`;
    return new Response(c.req.raw.method === "HEAD" ? null : body, {
      headers: { "Content-Type": type, "Content-Disposition": disposition },
    }) as never;
  });
  app.openapi(get, async (c) => c.json(await getConversion(ctx, c.var.actor, c.req.valid("param").id), 200));
  app.openapi(remove, async (c) =>
    c.json(await voidConversion(ctx, c.var.actor, c.req.valid("param").id), 200),
  );
  return app;
}
