import { createHmac, timingSafeEqual } from "node:crypto";
import type { LinkCtx } from "../core/ctx.ts";
import { type FoundSession, findSession, renewSession } from "../db/people.ts";
import { sha256 } from "../lib/hash.ts";
import { DAY_MS } from "../lib/time.ts";
import { authSecret, SESSION_DAYS, sessionCookieName } from "./auth.ts";

/** `lacksSecondFactor`: of somebody who administers the service, where that needs one and the session began without. */
export type KnownSession = FoundSession & { lacksSecondFactor: boolean };

/** Finds the sessions that cookies stand for. */
export type Sessions = {
  /** What of the Cookie header says who somebody is; undefined where there is no such cookie. */
  cookieOf(header: string | undefined): string | undefined;
  /** The session that is not over, of a person who may sign in; null otherwise. One query. */
  find(cookie: string): Promise<KnownSession | null>;
  /** Once a day a session that is used begins its days anew, up to its last: the cookie to be set then, or null. */
  renew(session: FoundSession, cookie: string): Promise<string | null>;
  /** The header that sets the cookie. */
  cookieLine(cookie: string): string;
};

/** Then even a session that is used every day ends. */
const LONGEST_DAYS = 90;

export function openSessions(ctx: LinkCtx): Sessions {
  const secret = authSecret(ctx);
  const name = sessionCookieName(ctx.config);
  const isSecure = ctx.config.publicUrl.startsWith("https:");
  const attributes = `Max-Age=${SESSION_DAYS * 86_400}; Path=/; HttpOnly; SameSite=Lax${isSecure ? "; Secure" : ""}`;
  const cookieLine = (cookie: string) => `${name}=${cookie}; ${attributes}`;
  return {
    cookieLine,
    cookieOf: (header) => cookieIn(header, name),
    async find(cookie) {
      const token = signedToken(cookie, secret);
      const found = token === null ? null : await findSession(ctx.reads, sha256(token), ctx.now());
      if (!found) return null;
      const isTwofold = found.proof === "second_factor" || found.proof === "passkey";
      const isNeeded = ctx.config.isAdminFactorRequired && found.isInstanceAdmin;
      return { ...found, lacksSecondFactor: isNeeded && !isTwofold };
    },
    async renew(session, cookie) {
      const now = ctx.now();
      if (now - session.updatedAt < DAY_MS) return null;
      const until = Math.min(now + SESSION_DAYS * DAY_MS, session.createdAt + LONGEST_DAYS * DAY_MS);
      await renewSession(ctx.db, session.id, { now, until });
      return cookieLine(cookie);
    },
  };
}

function cookieIn(header: string | undefined, name: string): string | undefined {
  for (const pair of header?.split(";") ?? []) {
    const at = pair.indexOf("=");
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}

/** The token of the cookie, where it has the form of one and is signed by us. */
export function signedToken(cookie: string, secret: string): string | null {
  const [, token, signature] = /^([0-9A-Za-z]{32})\.([0-9A-Za-z+/]{43}=)$/.exec(decoded(cookie)) ?? [];
  if (token === undefined || signature === undefined) return null;
  const expected = createHmac("sha256", secret).update(token).digest();
  return timingSafeEqual(expected, Buffer.from(signature, "base64")) ? token : null;
}

/** "" for what is no encoded text. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
