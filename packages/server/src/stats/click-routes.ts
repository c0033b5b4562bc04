import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import {
  CLICK_ID,
  ClickExportQuerySchema,
  ClickListQuerySchema,
  ClickPageSchema,
  ClickSchema,
  ClickStreamQuerySchema,
} from "@visoli/contract/click";
import type { Server } from "bun";
import type { Context } from "hono";
import type { ClickCtx } from "../core/ctx.ts";
import { ProblemError } from "../core/errors.ts";
import { type Env, problemResponse, refuseInvalid } from "../core/http.ts";
import { NDJSON } from "../core/json-body.ts";
import { json, problems } from "../core/openapi.ts";
import { createExports } from "./click-export.ts";
import { listClicks } from "./click-list.ts";
import { createStreams } from "./click-stream.ts";
import { clickViews } from "./click-view.ts";

const CONTENT_TYPES = {
  csv: "text/csv; charset=utf-8; header=present",
  ndjson: NDJSON,
  parquet: "application/vnd.apache.parquet",
};
const RETRY_AFTER_S = 30;

const list = createRoute({
  method: "get",
  path: "/api/v1/clicks",
  tags: ["Clicks"],
  summary: "List single clicks",
  request: { query: ClickListQuerySchema },
  responses: {
    200: { description: "The clicks, newest first", ...json(ClickPageSchema) },
    ...problems("read", "link.not_found", "folder.not_found"),
  },
});

const exportRoute = createRoute({
  method: "get",
  path: "/api/v1/clicks/export",
  tags: ["Clicks"],
  summary: "All clicks of a time as one file, oldest first",
  request: { query: ClickExportQuerySchema },
  responses: {
    200: {
      description: "The file. A connection that breaks off means that a part is missing",
      content: {
        "text/csv": { schema: { type: "string" as const } },
        [NDJSON]: { schema: ClickSchema },
        "application/vnd.apache.parquet": { schema: { type: "string" as const, format: "binary" } },
      },
    },
    ...problems("read", "link.not_found", "folder.not_found", "request.rate_limited"),
  },
});

const stream = createRoute({
  method: "get",
  path: "/api/v1/clicks/stream",
  tags: ["Clicks"],
  summary: "Clicks as they come, as server-sent events",
  request: {
    headers: z.object({
      "Last-Event-ID": z
        .string()
        .regex(CLICK_ID, "Must be the id of a click")
        .optional()
        .meta({ description: "Continue after this click" }),
    }),
    query: ClickStreamQuerySchema,
  },
  responses: {
    200: {
      description: "Events `click`, each with a click as in the list, and `missed`, `slow` and `end`",
      content: { "text/event-stream": { schema: { type: "string" as const } } },
    },
    ...problems("read", "link.not_found", "folder.not_found", "request.rate_limited"),
  },
});

/** `draining` is aborted once the service is about to stop. */
export function clickRoutes(ctx: ClickCtx, draining: AbortSignal): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({ defaultHook: refuseInvalid });
  const readView = clickViews(ctx);
  const exportClicks = createExports(ctx, readView);
  const openStream = createStreams(ctx, readView, draining);

  app.openapi(list, async (c) =>
    c.json(await listClicks(ctx, readView, c.var.actor, c.req.valid("query")), 200),
  );
  app.openapi(exportRoute, async (c) => {
    const query = c.req.valid("query");
    // A file takes longer to be written than a connection may be silent.
    (c.env as { server?: Server<unknown> } | undefined)?.server?.timeout(c.req.raw, 0);
    return orLater(c, async () => {
      const { name, body } = await exportClicks(c.var.actor, query, c.req.raw.signal);
      return stream200(c, body, {
        "Content-Type": CONTENT_TYPES[query.format],
        "Content-Disposition": `attachment; filename="${name}"`,
      });
    });
  });
  app.openapi(stream, async (c) => {
    const { lastEventId = c.req.valid("header")["Last-Event-ID"], ...query } = c.req.valid("query");
    const request = {
      ...{ actor: c.var.actor, query: { ...query, lastEventId } },
      ...{ recheck: c.var.identify, signal: c.req.raw.signal },
    };
    return orLater(c, async () =>
      stream200(c, await openStream(request), {
        "Content-Type": "text/event-stream; charset=utf-8",
        // Proxies would wait for more.
        "X-Accel-Buffering": "no",
      }),
    );
  });
  return app;

  async function orLater(c: Context<Env>, answer: () => Promise<Response>): Promise<never> {
    try {
      return (await answer()) as never;
    } catch (error) {
      if (!(error instanceof ProblemError) || error.status !== 429) throw error;
      const response = problemResponse(error, c.var.requestId, ctx.config.publicUrl);
      response.headers.set("Retry-After", String(RETRY_AFTER_S));
      return response as never;
    }
  }
}

/** Nobody reads the body of an answer to HEAD. */
async function stream200(
  c: Context<Env>,
  body: ReadableStream<Uint8Array>,
  headers: Record<string, string>,
): Promise<Response> {
  if (c.req.raw.method !== "HEAD") return new Response(body, { headers });
  await body.cancel();
  return new Response(null, { headers });
}
