import type { MiddlewareHandler } from "hono";
import { problem } from "./errors.ts";
import type { Env } from "./http.ts";

const MAX_BODY_BYTES = 1_048_576;

/** Refuses a body that is not JSON in UTF-8, or too large, before a schema sees it. */
export const jsonBody: MiddlewareHandler<Env> = async (c, next) => {
  const { method } = c.req;
  if (method === "POST" || method === "PATCH" || method === "PUT") {
    const type = c.req.header("Content-Type")?.split(";")[0]?.trim().toLowerCase();
    if (type !== "application/json")
      throw problem("request.unsupported_media_type", "Send the body as application/json");
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
