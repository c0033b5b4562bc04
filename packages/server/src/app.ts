import { OpenAPIHono } from "@hono/zod-openapi";
import type { Server } from "bun";
import type { Context } from "hono";
import { getCookie } from "hono/cookie";
import { reportRoutes } from "./abuse/report-routes.ts";
import { abuseRoutes } from "./abuse/routes.ts";
import { apiLogRoutes } from "./api-log/routes.ts";
import { auditRoutes } from "./audit-log/routes.ts";
import { billingRoutes } from "./billing/routes.ts";
import { stripeRoutes } from "./billing/stripe-routes.ts";
import type { Role } from "./config.ts";
import { conversionRoutes } from "./conversions/routes.ts";
import type { ApiLog } from "./core/api-log.ts";
import type { LinkCtx } from "./core/ctx.ts";
import type { Domains } from "./core/domains.ts";
import { type ProblemError, problem } from "./core/errors.ts";
import { toProblemError } from "./core/failure.ts";
import { type Env, problemResponse } from "./core/http.ts";
import { jsonBody } from "./core/json-body.ts";
import { createLimit } from "./core/limits.ts";
import { allowedMethods } from "./core/methods.ts";
import { languageAt } from "./core/pages.ts";
import { personOf } from "./core/person-of.ts";
import { problemPage } from "./core/problem-page.ts";
import { requestLog } from "./core/request-log.ts";
import { readAddressBy } from "./core/visitor-address.ts";
import { dashboardRoutes } from "./dashboard/routes.ts";
import { docsRoutes } from "./docs/routes.ts";
import { PROOF_PATH } from "./domains/proof-file.ts";
import { domainRoutes, internalRoutes } from "./domains/routes.ts";
import { apiLogging } from "./entry/api-log.ts";
import { identification } from "./entry/identify.ts";
import { rateHeaders, rateLimit } from "./entry/rate-limit.ts";
import { folderRoutes } from "./folders/routes.ts";
import { homeRoutes } from "./home/routes.ts";
import { leakRoutes } from "./keys/leak-routes.ts";
import { keyRoutes } from "./keys/routes.ts";
import { lineAnswers } from "./links/bulk.ts";
import { createLines } from "./links/bulk-create.ts";
import { bulkRoutes } from "./links/bulk-routes.ts";
import { createLink } from "./links/create.ts";
import { qrRoutes } from "./links/qr-routes.ts";
import { linkRoutes } from "./links/routes.ts";
import { versionRoutes } from "./links/version-routes.ts";
import { invitationPageRoutes } from "./members/invitation-page-routes.ts";
import { invitedRoutes } from "./members/person-routes.ts";
import { publicInvitationRoutes } from "./members/public-routes.ts";
import { memberRoutes } from "./members/routes.ts";
import { notificationRoutes } from "./notifications/routes.ts";
import { stopRoutes } from "./notifications/stop-routes.ts";
import type { Engines } from "./operation/health.ts";
import type { Metrics } from "./operation/metrics.ts";
import { operationRoutes } from "./operation/routes.ts";
import { sessionCookieName } from "./people/auth.ts";
import { openDoor } from "./people/door.ts";
import { openPeople, type People } from "./people/people.ts";
import { doorRoutes, ownRoutes } from "./people/routes.ts";
import type { Address } from "./redirect/asking.ts";
import { splitUrl } from "./redirect/path.ts";
import { domainOf, type Redirect } from "./redirect/redirect.ts";
import { redirectRoutes } from "./redirect/routes.ts";
import { rewriteRoutes } from "./rewrite/routes.ts";
import { shortenRoutes } from "./shorten/routes.ts";
import { clickRoutes } from "./stats/click-routes.ts";
import { publicPageRoutes } from "./stats/public-page-routes.ts";
import { publicStatisticsRoutes } from "./stats/public-routes.ts";
import { statsRoutes } from "./stats/routes.ts";
import { tagRoutes } from "./tags/routes.ts";
import { templateRoutes } from "./templates/routes.ts";
import { usageRoutes } from "./usage/routes.ts";
import { deliveryRoutes } from "./webhooks/delivery-routes.ts";
import { webhookRoutes } from "./webhooks/routes.ts";
import { instanceRoutes } from "./workspaces/instance-routes.ts";
import { logoRoutes } from "./workspaces/logo-routes.ts";
import { ownWorkspaceRoutes } from "./workspaces/person-routes.ts";
import { workspaceRoutes } from "./workspaces/routes.ts";

export type AppDependencies = {
  ctx: LinkCtx;
  engines: Engines;
  metrics: Metrics;
  apiLog: ApiLog;
  newRequestId(): string;
  /** Aborted once the service is about to stop, so that what has no end of its own ends. */
  draining?: AbortSignal;
};

/** First path segments that the app answers; every other path is a short link's. All of them are reserved slugs. */
const APP_SEGMENTS = new Set([
  "account",
  "api",
  "app",
  "docs",
  "internal",
  "report",
  "setup",
  "healthz",
  "readyz",
  "metrics",
  "stats",
]);

/** The whole service as one function: short links past every framework, the rest through Hono. A worker has no short links. */
export function createFetch(app: OpenAPIHono<Env>, redirect: Redirect, domains: Domains, role: Role = "all") {
  if (role === "worker") return (request: Request, server: Server<unknown>) => app.fetch(request, { server });
  // Switched off, its address is like any other.
  const segments = app.routes.some(({ path }) => path === "/shorten")
    ? APP_SEGMENTS.union(new Set(["shorten"]))
    : APP_SEGMENTS;
  const hasHome = app.routes.some(({ path, method }) => path === "/" && method === "GET");
  // Of the service's own host, where nothing else was set; other domains are their owners'.
  const isHome = ({ host, path }: Address) =>
    path.length < 2 && hasHome && domainOf(domains, host) === domains.own && !domains.own.settings.rootUrl;
  return (request: Request, server: Server<unknown>): Response | Promise<Response> => {
    const address = splitUrl(request.url);
    const { path } = address;
    const slash = path.indexOf("/", 1);
    const segment = slash < 0 ? path.slice(1) : path.slice(1, slash);
    const isOurs = segments.has(segment) || path === PROOF_PATH || isHome(address);
    return isOurs ? app.fetch(request, { server }) : redirect(request, server, address);
  };
}

/** What the role of the process has it answer, beside short links. */
export function createAppOf(role: Role, dependencies: AppDependencies): OpenAPIHono<Env> {
  return role === "all" || role === "api" ? createApp(dependencies) : createSmallApp(dependencies);
}

/** What operators and proxies ask of a process that has no API. */
function createSmallApp({ ctx, engines, metrics, newRequestId }: AppDependencies): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>();
  app.use(requestLog(ctx.log, newRequestId, metrics.observe));
  app.route("/", operationRoutes(engines, metrics));
  if (ctx.config.role === "redirect") app.route("/", internalRoutes(ctx));
  answerFailures(app, ctx);
  return app;
}

/** Everything but the redirect: the API, and what operators ask. */
export function createApp({
  ctx,
  engines,
  metrics,
  apiLog,
  newRequestId,
  draining = new AbortController().signal,
}: AppDependencies): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>();
  app.use(requestLog(ctx.log, newRequestId, metrics.observe));
  app.use("/api/*", rateHeaders(ctx));
  const isSignedIn = (c: Context<Env>) => getCookie(c, sessionCookieName(ctx.config)) !== undefined;
  app.route("/", homeRoutes(ctx, isSignedIn));
  app.route("/", docsRoutes(ctx.config, isSignedIn));
  app.route("/", operationRoutes(engines, metrics));
  app.route("/", dashboardRoutes());
  app.route("/", internalRoutes(ctx));
  app.route("/", stripeRoutes(ctx));
  const people = openPeople(ctx);
  app.route("/", publicRoutes(ctx));
  app.route("/", doorRoutes(people));
  app.route("/", invitationPages(ctx, people));
  for (const path of ["/api/v1/*", "/api/link/*"]) {
    app.use(path, async (c, next) => {
      await next();
      // An image may be kept, by whoever asked for it.
      if (!c.res.headers.get("Cache-Control")?.startsWith("private"))
        c.res.headers.set("Cache-Control", "private, no-store");
    });
    app.use(path, apiLogging(ctx, apiLog));
    app.use(path, identification(ctx));
    app.use(path, rateLimit(ctx));
    app.use(path, jsonBody);
  }
  for (const routes of keyedRoutes(ctx)) app.route("/", routes);
  app.route("/", ownRoutes(people));
  app.route("/", clickRoutes(ctx, draining));
  app.openAPIRegistry.registerComponent("securitySchemes", "apiKey", { type: "http", scheme: "bearer" });
  const session = { type: "apiKey", in: "cookie", name: sessionCookieName(ctx.config) } as const;
  app.openAPIRegistry.registerComponent("securitySchemes", "session", session);
  answerFailures(app, ctx);
  return app;
}

/** What is not there, and what fails, as a problem. */
function answerFailures(app: OpenAPIHono<Env>, ctx: LinkCtx): void {
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
    isForPeople(c)
      ? problemPage(error, c.var.requestId, languageAt(c))
      : problemResponse(error, c.var.requestId, ctx.config.publicUrl);
}

/** Whether a browser asks for a page. */
function isForPeople({ req }: Context<Env>): boolean {
  return !req.path.startsWith("/api/") && (req.header("accept") ?? "").includes("text/html");
}

/** What asks for a key. */
function keyedRoutes(ctx: LinkCtx): OpenAPIHono<Env>[] {
  return [
    bulkRoutes(ctx),
    versionRoutes(ctx),
    qrRoutes(ctx),
    linkRoutes(ctx),
    redirectRoutes(ctx),
    rewriteRoutes(ctx, (actor, inputs, idempotency) =>
      createLines(
        ctx,
        actor,
        inputs.map((value, index) => ({ index, value })),
        lineAnswers("", ctx.config.publicUrl),
        idempotency,
      ),
    ),
    keyRoutes(ctx),
    apiLogRoutes(ctx),
    statsRoutes(ctx),
    usageRoutes(ctx),
    publicStatisticsRoutes(ctx),
    domainRoutes(ctx),
    folderRoutes(ctx),
    templateRoutes(ctx),
    tagRoutes(ctx),
    workspaceRoutes(ctx),
    ownWorkspaceRoutes(ctx),
    invitedRoutes(ctx),
    memberRoutes(ctx),
    auditRoutes(ctx),
    abuseRoutes(ctx),
    instanceRoutes(ctx),
    webhookRoutes(ctx),
    conversionRoutes(ctx),
    deliveryRoutes(ctx),
    billingRoutes(ctx),
    logoRoutes(ctx),
    notificationRoutes(ctx),
  ];
}

/** What everybody may do, without a key but not often: report a link, and make one where the operator lets them. */
function publicRoutes(ctx: LinkCtx): OpenAPIHono<Env> {
  const app = new OpenAPIHono<Env>();
  const readAddress = readAddressBy(ctx.config.trust);
  const { windows, visitors } = ctx;
  const limitOf = (name: string, perAddress: number, total = 1_000) =>
    createLimit({ perAddress, total, durationS: 3_600 }, visitors.secret, { name, windows });
  // What costs no more than a look is open as long as addresses can be remembered: a few networks must not close it to all others.
  const LOOKS = 100_000;
  app.route("/", reportRoutes(ctx, readAddress, limitOf("report", 5)));
  app.route("/", publicInvitationRoutes(ctx, readAddress, limitOf("invitation", 60, LOOKS)));
  app.route("/", stopRoutes(ctx));
  app.route("/", leakRoutes(ctx, readAddress, limitOf("leak", 30, LOOKS)));
  const pageLimit = createLimit({ perAddress: 120, total: 100_000, durationS: 60 }, visitors.secret, {
    ...{ name: "public-page", windows },
  });
  app.route("/", publicPageRoutes(ctx, readAddress, pageLimit));
  const makeLink = async (workspaceId: string, input: { url: string; expiresAt: string }) =>
    (await createLink(ctx, { kind: "operator", workspaceId }, input)).link;
  app.route("/", shortenRoutes(ctx, { createLink: makeLink, readAddress, limit: limitOf("shorten", 10) }));
  return app;
}

/** What an invitation's mail leads to. */
function invitationPages(ctx: LinkCtx, people: People) {
  const readAddress = readAddressBy(ctx.config.trust);
  const { windows, visitors } = ctx;
  const door = openDoor(people, readAddress);
  const personAt = async (c: Context<Env>) => {
    const here = await door.here(c);
    return here && personOf(ctx, here.actor);
  };
  const often = { perAddress: 60, total: 100_000, durationS: 3_600 };
  const limit = createLimit(often, visitors.secret, { name: "invitation-page", windows });
  return invitationPageRoutes(ctx, personAt, { readAddress, limit });
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
    security: [{ apiKey: [] }, { session: [] }],
  });
}
