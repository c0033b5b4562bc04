import { OpenAPIHono } from "@hono/zod-openapi";
import type { Server } from "bun";
import type { Context } from "hono";
import type { LinkCtx } from "./core/ctx.ts";
import { type ProblemError, problem } from "./core/errors.ts";
import { toProblemError } from "./core/failure.ts";
import { type Env, problemResponse } from "./core/http.ts";
import { jsonBody } from "./core/json-body.ts";
import { allowedMethods } from "./core/methods.ts";
import { requestLog } from "./core/request-log.ts";
import { authenticate } from "./keys/authenticate.ts";
import { keyRoutes } from "./keys/routes.ts";
import { linkRoutes } from "./links/routes.ts";
import type { Engines } from "./operation/health.ts";
import type { Metrics } from "./operation/metrics.ts";
import { operationRoutes } from "./operation/routes.ts";
import { splitUrl } from "./redirect/path.ts";
import type { Redirect } from "./redirect/routes.ts";
import { statsRoutes } from "./stats/routes.ts";

export type AppDependencies = {
  ctx: LinkCtx;
  engines: Engines;
  metrics: Metrics;
  newRequestId(): string;
};

/** First path segments that the app answers; every other path is a short link's. All of them are reserved slugs. */
const APP_SEGMENTS = new Set(["api", "docs", "setup", "healthz", "readyz", "metrics"]);

/** The whole service as one function: short links past every framework, the rest through Hono. */
export function createFetch(app: OpenAPIHono<Env>, redirect: Redirect) {
  return (request: Request, server: Server<unknown>): Response | Promise<Response> => {
    const { path, query } = splitUrl(request.url);
    const slash = path.indexOf("/", 1);
    const segment = slash < 0 ? path.slice(1) : path.slice(1, slash);
    return APP_SEGMENTS.has(segment) ? app.fetch(request) : redirect(request, server, path, query);
  };
}

/** Everything but the redirect: the API, and what operators ask. */
export function createApp({ ctx, engines, metrics, newRequestId }: AppDependencies): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>();
  app.use(requestLog(ctx.log, newRequestId, metrics.observe));
  app.route("/", operationRoutes(ctx, engines, metrics));
  for (const path of ["/api/v1/*", "/api/link/*"]) {
    app.use(path, async (c, next) => {
      c.set("actor", await authenticate(ctx, c.req.header("Authorization")));
      await next();
      c.res.headers.set("Cache-Control", "private, no-store");
    });
    app.use(path, jsonBody);
  }
  for (const routes of [linkRoutes(ctx), keyRoutes(ctx), statsRoutes(ctx)]) app.route("/", routes);
  app.openAPIRegistry.registerComponent("securitySchemes", "apiKey", { type: "http", scheme: "bearer" });
  // An error thrown in here would pass the request log by.
  app.notFound((c) => {
    const allowed = allowedMethods(app.routes, c.req.path);
    if (allowed.length === 0)
      return answer(c, problem("route.not_found", `There is nothing at ${c.req.path}`));
    const error = problem("request.method_not_allowed", `${c.req.path} answers ${allowed.join(", ")}`);
    const response = answer(c, error);
    response.headers.set("Allow", allowed.join(", "));
    return response;
  });
  app.onError((error, c) => answer(c, toProblemError(error, c.var.requestId, ctx.log)));
  const answer = (c: Context<Env>, error: ProblemError) =>
    problemResponse(error, c.var.requestId, ctx.config.publicUrl);
  return app;
}

/** The OpenAPI document, out of the routes themselves. */
export function describeApi(app: OpenAPIHono<Env>) {
  return app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "Visoli",
      version: "1",
      description: "Short links by the hundred, and every click counted once.",
      license: { name: "MIT" },
    },
    servers: [{ url: "/" }],
    security: [{ apiKey: [] }],
  });
}
