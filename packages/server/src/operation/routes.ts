import { join } from "node:path";
import { ERRORS, type ErrorCode } from "@visoli/contract/errors";
import openApiDocument from "@visoli/contract/openapi.json";
import { Hono } from "hono";
import type { Ctx } from "../core/ctx.ts";
import { problem } from "../core/errors.ts";
import type { Env } from "../core/http.ts";
import { type Page, pageHeaders, renderPage } from "../core/page.ts";
import { hasSetupToken } from "../db/setup.ts";
import { sha256 } from "../lib/hash.ts";
import { checkReadiness, type Engines } from "./health.ts";
import type { Metrics } from "./metrics.ts";

const READY_PAGE: Page = {
  title: "Your workspace is ready",
  paragraphs: [
    "The API key from the first start works already; that is all a program needs.",
    "Signing in by hand comes with the dashboard. This address stays good until then.",
  ],
};

const ERROR_PAGES = join(import.meta.dir, "../../../../docs/errors");

/** What operators and their tools ask, the contract for machines, and the pages that problem documents lead to. */
export function operationRoutes(ctx: Ctx, engines: Engines, metrics: Metrics): Hono<Env> {
  const app = new Hono<Env>();
  const openApi = JSON.stringify(openApiDocument);
  app.get("/healthz", (c) => c.json({ status: "ok" }));
  app.get("/readyz", async (c) => {
    const readiness = await checkReadiness(engines);
    return c.json(readiness, readiness.status === "unavailable" ? 503 : 200);
  });
  app.get("/metrics", async (c) =>
    c.body(await metrics.render(), 200, { "Content-Type": metrics.contentType }),
  );
  app.get("/api/openapi.json", (c) => c.body(openApi, 200, { "Content-Type": "application/json" }));
  app.get("/docs/errors/:code", async (c) => {
    const { code } = c.req.param();
    if (!Object.hasOwn(ERRORS, code)) throw problem("route.not_found", `There is no error ${code}`);
    const page = Bun.file(join(ERROR_PAGES, `${code}.md`));
    const text = (await page.exists()) ? await page.text() : `${ERRORS[code as ErrorCode].title}\n`;
    return c.body(text, 200, { "Content-Type": "text/plain; charset=utf-8" });
  });
  app.get("/setup/:token", async (c) => {
    if (!(await hasSetupToken(ctx.db, sha256(c.req.param("token"))))) {
      throw problem("route.not_found", "There is nothing at this address");
    }
    return new Response(renderPage(READY_PAGE), { headers: pageHeaders() });
  });
  return app;
}
