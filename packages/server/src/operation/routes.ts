import { join } from "node:path";
import { ERRORS, type ErrorCode } from "@visoli/contract/errors";
import openApiDocument from "@visoli/contract/openapi.json";
import { Hono } from "hono";
import { problem } from "../core/errors.ts";
import type { Env } from "../core/http.ts";
import { checkReadiness, type Engines } from "./health.ts";
import type { Metrics } from "./metrics.ts";

const ERROR_PAGES = join(import.meta.dir, "../../../../docs/errors");

/** What operators and their tools ask, the contract for machines, and the pages that problem documents lead to. */
export function operationRoutes(engines: Engines, metrics: Metrics): Hono<Env> {
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
  return app;
}
