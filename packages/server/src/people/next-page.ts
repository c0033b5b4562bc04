import type { Context } from "hono";
import { getCookie } from "hono/cookie";
import type { Env } from "../core/http.ts";
import { sessionCookieName } from "./auth.ts";
import { expiredCookies } from "./cookies.ts";
import type { People } from "./people.ts";

const HOUR_S = 3_600;
/** Where people are led who do not come from anywhere else. */
export const DASHBOARD = "/app";
const ACCOUNT = /^\/account(\/invitation\/[0-9A-Za-z]{1,100})?$/;
/** No segment begins with a dot, so that none leads up; a browser reads nothing else into these signs. */
const OTHERS = /^\/(?:app|docs)(?:\/[\w~-][\w.~-]*)*(?:\?[\w.~%&=+:,@/-]*)?$/;
const MOST_CHARACTERS = 1_000;

/** Where somebody is led who has signed in; "" for whatever is no page of ours for people. */
export function ownPage(path: string | undefined): string {
  if (path === undefined || path.length > MOST_CHARACTERS) return "";
  return ACCOUNT.test(path) || OTHERS.test(path) ? path : "";
}

/** `/account/sign-in?next=...` */
export function withNext(path: string, next: string): string {
  return next === "" ? path : `${path}?${new URLSearchParams({ next })}`;
}

/** Keeps in the browser where to go on, across a mail or another site that people sign in at. */
export function rememberNext({ ctx }: People, next: string): string[] {
  const name = cookieName(ctx);
  if (next === "") return [];
  const secure = ctx.config.publicUrl.startsWith("https:") ? "; Secure" : "";
  return [`${name}=${encodeURIComponent(next)}; Max-Age=${HOUR_S}; Path=/; HttpOnly; SameSite=Lax${secure}`];
}

/** Where to go on, by what the form says, else by what was kept; and the cookies that forget it. */
export function takeNext(
  { ctx }: People,
  c: Context<Env>,
  said?: string,
): { next: string; cookies: string[] } {
  const name = cookieName(ctx);
  const kept = getCookie(c, name);
  const next = ownPage(said) || ownPage(kept) || DASHBOARD;
  return { next, cookies: kept === undefined ? [] : expiredCookies(name, ctx.config) };
}

function cookieName({ config }: People["ctx"]): string {
  return sessionCookieName(config).replace(/session_token$/, "next");
}
