import type { Context, MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import { problem } from "./errors.ts";
import type { Env } from "./http.ts";

export const NDJSON = "application/x-ndjson";

const BULK_PATH = "/api/v1/links/bulk";
/** What says in a body what a DELETE is about. */
const DELETED_BY_BODY = [BULK_PATH, "/api/v1/workspace", "/api/v1/me"];

const MAX_BODY_BYTES = 1_048_576;
/** A thousand links with long addresses, or a million characters of any script to rewrite. */
const MAX_LARGE_BYTES = 16 * MAX_BODY_BYTES;
const LARGE_PATHS = [BULK_PATH, "/api/v1/rewrite"];

/** Refuses a body that is not JSON in UTF-8, or too large, before a schema sees it. A stream of lines passes unread. */
export const jsonBody: MiddlewareHandler<Env> = async (c, next) => {
  // Nothing sent is nothing to refuse: what a route needs, its schema asks for.
  if (expectsBody(c) && c.req.raw.body) {
    const isBulk = c.req.path === BULK_PATH;
    const type = c.req.header("Content-Type")?.split(";")[0]?.trim().toLowerCase();
    const isStream = isBulk && type === NDJSON;
    if (type !== "application/json" && !isStream) {
      const types = isBulk ? `application/json or ${NDJSON}` : "application/json";
      throw problem("request.unsupported_media_type", `Send the body as ${types}`);
    }
    // Whoever reads it after this knows fewer spellings of it.
    c.req.raw.headers.set("Content-Type", type);
    if (!isStream) await checkJson(c, LARGE_PATHS.includes(c.req.path) ? MAX_LARGE_BYTES : MAX_BODY_BYTES);
  }
  await next();
};

async function checkJson(c: Context<Env>, maxBytes: number): Promise<void> {
  const body = await readBody(c.req.raw, maxBytes);
  if (!body) throw problem("request.too_large", `The body may have ${maxBytes} bytes at most`);
  try {
    JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    throw problem("request.malformed", "The body is not JSON in UTF-8");
  }
  // The validators after this one read the same bytes; Hono keeps promises there, whatever its types say.
  c.req.bodyCache.arrayBuffer = Promise.resolve(body.buffer) as never;
}

/** The whole body, or null once it is longer: the rest is not waited for. */
async function readBody(request: Request, maxBytes: number): Promise<Uint8Array | null> {
  if (Number(request.headers.get("Content-Length") ?? 0) > maxBytes) return null;
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of request.body ?? []) {
    length += piece.byteLength;
    if (length > maxBytes) return null;
    pieces.push(piece);
  }
  const body = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    body.set(piece, at);
    at += piece.byteLength;
  }
  return body;
}

/** Where no route is, the answer is a 404 or 405 whatever the body is. */
function expectsBody(c: Context<Env>): boolean {
  const isRoute = matchedRoutes(c).some((route) => route.method !== "ALL");
  const { method, path } = c.req;
  return isRoute && (["POST", "PATCH", "PUT"].includes(method) || DELETED_BY_BODY.includes(path));
}
