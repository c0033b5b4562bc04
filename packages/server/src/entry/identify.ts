import type { MiddlewareHandler } from "hono";
import type { Ctx } from "../core/ctx.ts";
import type { Env } from "../core/http.ts";
import { authenticate } from "../keys/authenticate.ts";

/** Finds out who sends the request; what lasts asks `identify` again. @throws auth.unauthenticated */
export function identification(ctx: Ctx): MiddlewareHandler<Env> {
  return async (c, next) => {
    // Not out of `c` each time: a request that is held on to keeps its answer from ending.
    const authorization = c.req.header("Authorization");
    const identify = () => authenticate(ctx, authorization);
    c.set("identify", identify);
    c.set("actor", await identify());
    await next();
  };
}
