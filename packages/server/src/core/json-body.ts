import type { Context, MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import { problem } from "./errors.ts";
import type { Env } from "./http.ts";

const MAX_BODY_BYTES = 1_048_576;

/** Refuses a body that is not JSON in UTF-8, or too large, before a schema sees it. */
export const jsonBody: MiddlewareHandler<Env> = async (c, next) => {
  if (expectsBody(c)) {
    const type = c.req.header("Content-Type")?.split(";")[0]?.trim().toLowerCase();
    if (type !== "application/json")
      throw problem("request.unsupported_media_type", "Send the body as application/json");
    // The validators after this one know fewer spellings of it.
    c.req.raw.headers.set("Content-Type", type);
    // Hono keeps what it has read, so the validators after this one read the same bytes.
    const body = await c.req.arrayBuffer();
    if (body.byteLength > MAX_BODY_BYTES)
      throw problem("request.too_large", `The body may have ${MAX_BODY_BYTES} bytes at most`);
    try {
      JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
    } catch {
      throw problem("request.malformed", "The body is not JSON in UTF-8");
    }
  }
  await next();
};

/** Where no route is, the answer is a 404 or 405 whatever the body is. */
function expectsBody(c: Context<Env>): boolean {
  const isRoute = matchedRoutes(c).some((route) => route.method !== "ALL");
  return isRoute && ["POST", "PATCH", "PUT"].includes(c.req.method);
}
