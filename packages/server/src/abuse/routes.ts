import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import {
  BlockedDestinationCreateSchema,
  BlockedDestinationListQuerySchema,
  BlockedDestinationPageSchema,
  BlockedDestinationSchema,
  JudgedLinkSchema,
  LinkBlockSchema,
  LinkUnblockSchema,
} from "@visoli/contract/abuse";
import {
  ReportCloseSchema,
  ReportListQuerySchema,
  ReportPageSchema,
  ReportSchema,
} from "@visoli/contract/report";
import { text } from "@visoli/contract/text";
import type { LinkCtx } from "../core/ctx.ts";
import { type Env, refuseInvalid } from "../core/http.ts";
import { json, problems } from "../core/openapi.ts";
import { blockLink, unblockLink } from "./block-link.ts";
import { blockDestination, listBlockedDestinations, unblockDestination } from "./blocked-destinations.ts";
import { closeReport } from "./close-report.ts";
import { listReports } from "./list-reports.ts";

const tags = ["Instance"];
const params = z.object({ id: text(1, 100) });
const DESTINATIONS = "/api/v1/admin/blocked-destinations";

const reports = createRoute({
  method: "get",
  path: "/api/v1/admin/reports",
  tags,
  summary: "List reports on links",
  request: { query: ReportListQuerySchema },
  responses: {
    200: { description: "A page of reports, newest first", ...json(ReportPageSchema) },
    ...problems("read", "auth.second_factor_required"),
  },
});

const close = createRoute({
  method: "post",
  path: "/api/v1/admin/reports/{id}/close",
  tags,
  summary: "Close a report",
  request: { params, body: { required: true, ...json(ReportCloseSchema) } },
  responses: {
    200: { description: "The closed report", ...json(ReportSchema) },
    ...problems("write", "auth.second_factor_required", "report.not_found"),
  },
});

const oneLink = { description: "The link, as it is now", ...json(JudgedLinkSchema) };

const block = createRoute({
  method: "post",
  path: "/api/v1/admin/links/block",
  tags,
  summary: "Block a link of any workspace",
  request: { body: { required: true, ...json(LinkBlockSchema) } },
  responses: { 200: oneLink, ...problems("write", "auth.second_factor_required", "link.not_found") },
});

const unblock = createRoute({
  method: "post",
  path: "/api/v1/admin/links/unblock",
  tags,
  summary: "Let a blocked link go",
  request: { body: { required: true, ...json(LinkUnblockSchema) } },
  responses: { 200: oneLink, ...problems("write", "auth.second_factor_required", "link.not_found") },
});

const destinations = createRoute({
  method: "get",
  path: DESTINATIONS,
  tags,
  summary: "List blocked destinations",
  request: { query: BlockedDestinationListQuerySchema },
  responses: {
    200: { description: "A page of them, newest first", ...json(BlockedDestinationPageSchema) },
    ...problems("read", "auth.second_factor_required"),
  },
});

const addDestination = createRoute({
  method: "post",
  path: DESTINATIONS,
  tags,
  summary: "Block a host or the beginning of a URL",
  request: { body: { required: true, ...json(BlockedDestinationCreateSchema) } },
  responses: {
    201: {
      description: "What is blocked; what was there before stays as it was",
      ...json(BlockedDestinationSchema),
    },
    ...problems("write", "auth.second_factor_required"),
  },
});

const removeDestination = createRoute({
  method: "delete",
  path: `${DESTINATIONS}/{id}`,
  tags,
  summary: "Take a destination off the list",
  request: { params },
  responses: {
    204: { description: "Taken off" },
    ...problems("read", "auth.second_factor_required", "blocked_destination.not_found"),
  },
});

/** What the administrator of the whole instance does: reports, and blocking. */
export function abuseRoutes(ctx: LinkCtx): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({ defaultHook: refuseInvalid });
  app.openapi(reports, async (c) => c.json(await listReports(ctx, c.var.actor, c.req.valid("query")), 200));
  app.openapi(close, async (c) => {
    const { id } = c.req.valid("param");
    return c.json(await closeReport(ctx, c.var.actor, id, c.req.valid("json")), 200);
  });
  app.openapi(block, async (c) => c.json(await blockLink(ctx, c.var.actor, c.req.valid("json")), 200));
  app.openapi(unblock, async (c) => c.json(await unblockLink(ctx, c.var.actor, c.req.valid("json")), 200));
  app.openapi(destinations, async (c) =>
    c.json(await listBlockedDestinations(ctx, c.var.actor, c.req.valid("query")), 200),
  );
  app.openapi(addDestination, async (c) =>
    c.json(await blockDestination(ctx, c.var.actor, c.req.valid("json")), 201),
  );
  app.openapi(removeDestination, async (c) => {
    await unblockDestination(ctx, c.var.actor, c.req.valid("param").id);
    return c.body(null, 204);
  });
  return app;
}
