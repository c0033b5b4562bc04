import { type Context, Hono } from "hono";
import type { Config } from "../config.ts";
import { problem } from "../core/errors.ts";
import type { Env } from "../core/http.ts";
import { languageAt } from "../core/pages.ts";
import { sha256 } from "../lib/hash.ts";
import { openLibrary } from "./library.ts";
import { operationsByTag } from "./openapi.ts";
import { type Docs, docsPage, type Reading } from "./pages.ts";

/** A page as nearly everybody takes it: made once, and kept packed. */
type Kept = { packed: Uint8Array<ArrayBuffer>; headers: Record<string, string> };

const PATTERNS = ["/docs", "/docs/errors", "/docs/:kind{api|guides|errors}/:name"];

/** The reference of the API and the guides, out of what the repository has: nothing is made before somebody reads. */
export function docsRoutes(
  config: Pick<Config, "publicUrl" | "domain">,
  isSignedIn: (c: Context<Env>) => boolean,
): Hono<Env> {
  const app = new Hono<Env>();
  const kept = new Map<string, Kept>();
  let docs: Docs | undefined;
  const open = (): Docs => ({ ...config, library: openLibrary(config), operations: operationsByTag() });

  function pageAt(reading: Reading): Kept | null {
    const { path, language } = reading;
    const name = `${language} ${reading.isSignedIn} ${path}`;
    const known = kept.get(name);
    if (known) return known;
    docs ??= open();
    const made = docsPage(docs, reading);
    if (!made) return null;
    const headers = {
      ...made.headers,
      // Who reads it is seen in it: it is asked for each time, and seldom sent again.
      "Cache-Control": "private, no-cache",
      ETag: `"${sha256(made.html).slice(0, 24)}"`,
      Vary: "Accept, Accept-Encoding, Accept-Language, Cookie",
    };
    const page = { packed: Bun.gzipSync(made.html), headers };
    kept.set(name, page);
    return page;
  }

  for (const pattern of PATTERNS)
    app.get(pattern, (c, next) => {
      const path = c.req.path;
      // Programs that follow the `type` of a problem get the text behind this.
      if (path.startsWith("/docs/errors/") && !c.req.header("accept")?.includes("text/html")) return next();
      const page = pageAt({ path, language: languageAt(c), isSignedIn: isSignedIn(c) });
      if (!page) throw problem("route.not_found", `There is nothing at ${path}`);
      return answer(c, page);
    });
  // One address for each page.
  app.get("/docs/", (c) => c.redirect("/docs", 301));
  app.get("/docs/guides", (c) => c.redirect("/docs", 302));
  app.get("/docs/api", (c) => c.redirect("/docs", 302));
  return app;
}

function answer(c: Context<Env>, { packed, headers }: Kept): Response {
  const asked = c.req.header("if-none-match")?.split(/\s*,\s*/) ?? [];
  const tag = headers.ETag ?? "";
  if (asked.some((one) => one.replace(/^W\//, "") === tag))
    return new Response(null, { status: 304, headers });
  const isPacked = /\bgzip\b/.test(c.req.header("accept-encoding") ?? "");
  if (!isPacked) return new Response(Bun.gunzipSync(packed), { headers });
  return new Response(packed, { headers: { ...headers, "Content-Encoding": "gzip" } });
}
