import { createRoute, OpenAPIHono } from "@hono/zod-openapi";
import { BulkResultSchema, BulkResultsSchema, BulkSchema } from "@visoli/contract/bulk";
import type { Context } from "hono";
import type { LinkCtx } from "../core/ctx.ts";
import type { Env } from "../core/http.ts";
import { idempotencyHeader, idempotencyOf } from "../core/idempotency-header.ts";
import { NDJSON } from "../core/json-body.ts";
import { problems } from "../core/openapi.ts";
import { type BulkKind, bulkList, bulkStream } from "./bulk-request.ts";

const METHODS = { create: "post", update: "patch", delete: "delete" } as const;
const SUMMARIES = {
  create: "Make many links",
  update: "Change many links",
  delete: "Delete many links",
};
const LINES = {
  create: "what `POST /links` takes",
  update: "an `id` (or any other reference) and what changes",
  delete: "an `id` (or any other reference)",
};

const routeOf = (kind: BulkKind) =>
  createRoute({
    method: METHODS[kind],
    path: "/api/v1/links/bulk",
    tags: ["Links"],
    summary: SUMMARIES[kind],
    description: `Each line holds ${LINES[kind]}. As JSON up to 1,000 lines; as \`${NDJSON}\` a line each, without limit, answered as they come.`,
    request: {
      ...(kind === "create" && { headers: idempotencyHeader }),
      body: { content: { "application/json": { schema: BulkSchema }, [NDJSON]: { schema: {} } } },
    },
    responses: {
      200: {
        description: "A result for each line, in order",
        content: {
          "application/json": { schema: BulkResultsSchema },
          [NDJSON]: { schema: BulkResultSchema },
        },
      },
      ...problems("write", "idempotency.mismatch"),
    },
  });

export function bulkRoutes(ctx: LinkCtx): OpenAPIHono<Env> {
  // Without validation by the framework: each line is checked by itself.
  const app = new OpenAPIHono<Env>();
  for (const kind of ["create", "update", "delete"] as const) {
    app.openAPIRegistry.registerPath(routeOf(kind));
    app.on(METHODS[kind].toUpperCase(), "/api/v1/links/bulk", (c) => answer(ctx, c, kind));
  }
  return app;
}

async function answer(ctx: LinkCtx, c: Context<Env>, kind: BulkKind): Promise<Response> {
  const { actor, requestId } = c.var;
  if (c.req.header("Content-Type") === NDJSON) {
    const idempotency = kind === "create" ? idempotencyOf(c, null) : undefined;
    const body = c.req.raw.body ?? new ReadableStream<Uint8Array>({ start: (stream) => stream.close() });
    const results = bulkStream(ctx, actor, body, { kind, requestId, idempotency });
    return new Response(results, { headers: { "Content-Type": NDJSON } });
  }
  const body: unknown = c.req.raw.body ? await c.req.json() : undefined;
  const idempotency = kind === "create" ? idempotencyOf(c, body) : undefined;
  return c.json(await bulkList(ctx, actor, body, { kind, requestId, idempotency }));
}
