import { createRoute, OpenAPIHono } from "@hono/zod-openapi";
import {
  AuditEntrySchema,
  AuditExportQuerySchema,
  AuditListQuerySchema,
  AuditPageSchema,
} from "@visoli/contract/audit";
import type { Server } from "bun";
import type { Ctx } from "../core/ctx.ts";
import { type Env, refuseInvalid } from "../core/http.ts";
import { NDJSON } from "../core/json-body.ts";
import { json, problems } from "../core/openapi.ts";
import { exportAudit } from "./export.ts";
import { listAudit } from "./list.ts";

const tags = ["Audit log"];

const list = createRoute({
  method: "get",
  path: "/api/v1/audit-log",
  tags,
  summary: "Who did what in the workspace",
  description: "As far back as the plan says.",
  request: { query: AuditListQuerySchema },
  responses: {
    200: { description: "A page of entries, newest first", ...json(AuditPageSchema) },
    ...problems("read"),
  },
});

const exportRoute = createRoute({
  method: "get",
  path: "/api/v1/audit-log/export",
  tags,
  summary: "The audit log as one file",
  request: { query: AuditExportQuerySchema },
  responses: {
    200: {
      description: "The file, newest first. A connection that breaks off means that a part is missing",
      content: {
        "text/csv": { schema: { type: "string" as const } },
        [NDJSON]: { schema: AuditEntrySchema },
      },
    },
    ...problems("read"),
  },
});

export function auditRoutes(ctx: Ctx): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({ defaultHook: refuseInvalid });
  app.openapi(list, async (c) => c.json(await listAudit(ctx, c.var.actor, c.req.valid("query")), 200));
  app.openapi(exportRoute, async (c) => {
    const query = c.req.valid("query");
    const body = await exportAudit(ctx, c.var.actor, query);
    // A file takes longer to be written than a connection may be silent.
    (c.env as { server?: Server<unknown> } | undefined)?.server?.timeout(c.req.raw, 0);
    if (c.req.raw.method === "HEAD") await body.cancel();
    const type = query.format === "csv" ? "text/csv; charset=utf-8; header=present" : NDJSON;
    return new Response(c.req.raw.method === "HEAD" ? null : body, {
      headers: {
        "Content-Type": type,
        "Content-Disposition": `attachment; filename="audit-log.${query.format}"`,
      },
    }) as never;
  });
  return app;
}
