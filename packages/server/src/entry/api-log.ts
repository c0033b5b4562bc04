import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import { actorName } from "../core/actor.ts";
import type { ApiLog } from "../core/api-log.ts";
import type { Env } from "../core/http.ts";

/** Writes into the workspace's API log what was asked, once it is answered. Mount it before `identification`: it sees who that was. */
export function apiLogging({ now }: { now(): number }, log: ApiLog): MiddlewareHandler<Env> {
  return async (c, next) => {
    const at = now();
    const begin = performance.now();
    await next();
    const actor = c.var.actor as Env["Variables"]["actor"] | undefined;
    // Whoever had no key asked in no workspace.
    if (!actor) return;
    log.add({
      workspace: actor.workspaceId,
      at,
      method: c.req.method.slice(0, 16),
      route: patternOf(routePath(c, -1)),
      status: c.res.status,
      duration_ms: Math.round((performance.now() - begin) * 100) / 100,
      actor: actorName(actor),
      request_id: c.var.requestId,
    });
  };
}

/** `/links/:id` as the API's description writes it: `/links/{id}`. */
function patternOf(route: string): string {
  return route.replace(/:(\w+)(?:\{[^}]*\})?/g, "{$1}");
}
