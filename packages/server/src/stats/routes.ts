import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { OrphansQuerySchema, OrphansSchema } from "@visoli/contract/orphans";
import { ServiceStatsQuerySchema, ServiceStatsSchema, SlugReferenceSchema } from "@visoli/contract/service";
import { StatsQuerySchema, StatsSchema } from "@visoli/contract/stats";
import type { ClickCtx } from "../core/ctx.ts";
import { type Env, refuseInvalid } from "../core/http.ts";
import { json, problems } from "../core/openapi.ts";
import { readInvocations } from "./invocations.ts";
import { readOrphans } from "./orphans.ts";
import { readStats } from "./read.ts";

const read = createRoute({
  method: "get",
  path: "/api/v1/stats",
  tags: ["Statistics"],
  summary: "Ask for clicks, scans, opens and visitors",
  request: { query: StatsQuerySchema },
  responses: {
    200: { description: "The numbers", ...json(StatsSchema) },
    ...problems("read", "link.not_found", "folder.not_found"),
  },
});

const orphans = createRoute({
  method: "get",
  path: "/api/v1/stats/orphans",
  tags: ["Statistics"],
  summary: "Visits to addresses where no link is",
  request: { query: OrphansQuerySchema },
  responses: {
    200: { description: "The addresses, most visits first", ...json(OrphansSchema) },
    ...problems("read", "auth.own_links_only"),
  },
});

const serviceStats = createRoute({
  method: "get",
  path: "/api/link/{slug}/stats",
  tags: ["Drop-in"],
  summary: "A link's clicks one by one, as viso.li does",
  request: { params: z.object({ slug: SlugReferenceSchema }), query: ServiceStatsQuerySchema },
  responses: {
    200: { description: "The clicks", ...json(ServiceStatsSchema) },
    ...problems("read", "link.not_found"),
  },
});

export function statsRoutes(ctx: ClickCtx): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>({ defaultHook: refuseInvalid });
  app.openapi(read, async (c) => c.json(await readStats(ctx, c.var.actor, c.req.valid("query")), 200));
  app.openapi(orphans, async (c) => c.json(await readOrphans(ctx, c.var.actor, c.req.valid("query")), 200));
  app.openapi(serviceStats, async (c) => {
    const { slug } = c.req.valid("param");
    return c.json(await readInvocations(ctx, c.var.actor, slug, c.req.valid("query")), 200);
  });
  return app;
}
