import type { Context, MiddlewareHandler } from "hono";
import { addressClass } from "../core/address-class.ts";
import type { LinkCtx } from "../core/ctx.ts";
import type { Env } from "../core/http.ts";
import { refuseForeign } from "../core/same-origin.ts";
import { readAddressBy } from "../core/visitor-address.ts";
import { addressOfVisitor } from "../core/visitor-of.ts";
import { authenticate } from "../keys/authenticate.ts";
import { memoByText } from "../lib/memo.ts";
import { openSessions } from "../people/session.ts";
import { identifyPerson } from "./person.ts";

/**
 * Finds out who sends the request, by a key or by a session; what lasts asks `identify` again. @throws auth.unauthenticated,
 * auth.foreign_origin, workspace.not_found
 */
export function identification(ctx: LinkCtx): MiddlewareHandler<Env> {
  const readAddress = readAddressBy(ctx.config.trust);
  const classOf = memoByText(10_000, (address) => addressClass(ctx.visitors.geo, address));
  const sessions = openSessions(ctx);
  return async (c, next) => {
    // Not out of `c` each time: a request that is held on to keeps its answer from ending.
    const authorization = c.req.header("Authorization");
    const address = addressOfVisitor(c, readAddress);
    const origin = { address, class: classOf(address) };
    const cookie = authorization === undefined ? sessions.cookieOf(c.req.header("Cookie")) : undefined;
    if (cookie !== undefined) {
      const asked = askedBy(c, cookie, origin.class);
      refuseForeign(asked.request, ctx.config.publicUrl, true);
      const { actor, session } = await identifyPerson(sessions, asked);
      c.set("identify", async () => (await identifyPerson(sessions, asked)).actor);
      c.set("actor", actor);
      c.set("sessionId", session.id);
      const renewed = await sessions.renew(session, cookie);
      await next();
      if (renewed) c.res.headers.append("Set-Cookie", renewed);
      return;
    }
    const identify = () => authenticate(ctx, authorization, origin);
    c.set("identify", identify);
    c.set("actor", await identify());
    await next();
  };
}

function askedBy(c: Context<Env>, cookie: string, from: string | undefined) {
  const { method, path } = c.req;
  const headers: Record<string, string | undefined> = {
    origin: c.req.header("Origin"),
    "sec-fetch-site": c.req.header("Sec-Fetch-Site"),
  };
  const request = { method, header: (name: string) => headers[name] };
  return { cookie, workspaceId: c.req.header("X-Workspace-Id"), path, from, request };
}
