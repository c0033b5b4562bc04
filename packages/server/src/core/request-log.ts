import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import type { Log } from "./ctx.ts";
import type { Env } from "./http.ts";

export type ApiRequest = { method: string; route: string; status: number; seconds: number };

/** Gives each request its id, and says in log and metrics how it went: by route pattern, without bodies and addresses. */
export function requestLog(
  log: Log,
  newRequestId: () => string,
  observe: (request: ApiRequest) => void,
): MiddlewareHandler<Env> {
  return async (c, next) => {
    const requestId = newRequestId();
    c.set("requestId", requestId);
    const begin = performance.now();
    await next();
    c.res.headers.set("X-Request-Id", requestId);
    c.res.headers.set("X-Content-Type-Options", "nosniff");
    const seconds = (performance.now() - begin) / 1_000;
    const request = { method: c.req.method, route: routePath(c, -1), status: c.res.status, seconds };
    observe(request);
    const actor = c.var.actor as Env["Variables"]["actor"] | undefined;
    log.info({ requestId, ...request, key: actor?.kind === "key" ? actor.keyId : undefined }, "request");
  };
}
