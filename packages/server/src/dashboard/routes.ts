import { Hono } from "hono";
import { problem } from "../core/errors.ts";
import type { Env } from "../core/http.ts";
import { fileResponse } from "./files.ts";

/**
 * Scripts come from here alone, and none stands in the page. Styles may: the parts that lock the scroll or place a menu write some. Nothing
 * is asked of another host.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");
const PAGE = {
  "Content-Security-Policy": POLICY,
  "Referrer-Policy": "no-referrer",
  "X-Robots-Tag": "noindex",
  "Cache-Control": "no-cache",
};
/** The name of what is built changes with its content. */
const ASSET = { "Cache-Control": "public, max-age=31536000, immutable" };

/** The dashboard: one page at every address below `/app`, and what it loads. It says nothing of anybody: that comes from the API. */
export function dashboardRoutes(): Hono<Env> {
  const app = new Hono<Env>();
  app.get("/app/assets/:name", async (c) => {
    const { name } = c.req.param();
    const response = await fileResponse(`assets/${name}`, c.req.header("Accept-Encoding"), ASSET);
    if (!response) throw problem("route.not_found", `There is nothing at ${c.req.path}`);
    return response;
  });
  for (const path of ["/app", "/app/*"])
    app.get(path, async (c) => {
      const response = await fileResponse("index.html", c.req.header("Accept-Encoding"), PAGE);
      return response ?? c.text("The dashboard was not built: npm run build\n", 503);
    });
  return app;
}
