import type { Context, MiddlewareHandler } from "hono";
import { addressClass } from "../core/address-class.ts";
import type { LinkCtx } from "../core/ctx.ts";
import type { Env } from "../core/http.ts";
import { refuseForeign } from "../core/same-origin.ts";
import type { ReadAddress } from "../core/visitor-address.ts";
import { addressOfVisitor } from "../core/visitor-of.ts";
import { type Attempts, createAttempts } from "./attempts.ts";
import { type Auth, createAuth } from "./auth.ts";
import { type AuthAnswer, type AuthCall, askAuth, type Caller } from "./auth-call.ts";
import { openSessions, type Sessions } from "./session.ts";

/** What the verbs of people work with. */
export type People = { ctx: LinkCtx; auth: Auth; attempts: Attempts; sessions: Sessions };

export function openPeople(ctx: LinkCtx): People {
  const attempts = createAttempts(ctx.windows, ctx.visitors.secret);
  return { ctx, auth: createAuth(ctx), attempts, sessions: openSessions(ctx) };
}

/** Who asks, before anybody is known: where from, with which cookies. */
export type Visitor = { address: string; caller: Caller };

export function visitorOf({ ctx }: People, c: Context<Env>, readAddress: ReadAddress): Visitor {
  const address = addressOfVisitor(c, readAddress);
  const caller = {
    cookie: c.req.header("Cookie"),
    userAgent: c.req.header("User-Agent"),
    addressClass: addressClass(ctx.visitors.geo, address),
  };
  return { address, caller };
}

/** Before anything is read: other sites send nothing in a person's name. @throws auth.foreign_origin */
export function fromOurPages({ ctx, sessions }: People): MiddlewareHandler<Env> {
  return async (c, next) => {
    const hasSession = sessions.cookieOf(c.req.header("Cookie")) !== undefined;
    const header = (name: string) => c.req.header(name);
    refuseForeign({ method: c.req.method, header }, ctx.config.publicUrl, hasSession);
    await next();
  };
}

/** Asks the library for a visitor whom it shall not know; of the cookies only those that `wanted` names (without our prefix) go along. */
export function askNameless(
  { ctx, auth }: People,
  { caller }: Visitor,
  call: AuthCall,
  wanted?: RegExp,
): Promise<AuthAnswer> {
  const prefix = auth.cookie.replace(/session_token$/, "");
  const cookies = (caller.cookie ?? "").split(/; */).filter((pair) => {
    const name = pair.slice(0, pair.indexOf("="));
    return wanted !== undefined && name.startsWith(prefix) && wanted.test(name.slice(prefix.length));
  });
  const cookie = cookies.length > 0 ? cookies.join("; ") : undefined;
  return askAuth(auth, ctx.config, { ...caller, cookie }, call);
}

/** Asks it for a person whose session was looked at before. */
export function askAs(
  { ctx, auth, sessions }: People,
  { caller }: Visitor,
  call: AuthCall,
): Promise<AuthAnswer> {
  const cookie = `${auth.cookie}=${sessions.cookieOf(caller.cookie) ?? ""}`;
  return askAuth(auth, ctx.config, { ...caller, cookie }, call);
}
