import { createHmac, timingSafeEqual } from "node:crypto";

const LIFE_S = 900;

/** The proof that a visitor has shown a link's password: a cookie that ends by itself, and with the password. */
export type PasswordCookies = {
  /** The Set-Cookie header of a new proof. */
  issue(link: { id: string }, passwordHash: string): string;
  /** Whether the request carries a proof for this link and this password. */
  holds(headers: Headers, link: { id: string }, passwordHash: string): boolean;
};

export type PasswordCookieOptions = { secret: string; isSecure: boolean; now(): number };

export function createPasswordCookies({ secret, isSecure, now }: PasswordCookieOptions): PasswordCookies {
  const sign = (linkId: string, passwordHash: string, expiry: string) =>
    createHmac("sha256", secret).update(`password\n${linkId}\n${passwordHash}\n${expiry}`).digest();

  function isGenuine(value: string, linkId: string, passwordHash: string): boolean {
    const [, expiry, signature] = /^(\d{1,15})\.([\w-]{43})$/.exec(value) ?? [];
    if (expiry === undefined || signature === undefined || Number(expiry) * 1_000 <= now()) return false;
    return timingSafeEqual(Buffer.from(signature, "base64url"), sign(linkId, passwordHash, expiry));
  }

  return {
    issue({ id }, passwordHash) {
      const expiry = String(Math.floor(now() / 1_000) + LIFE_S);
      const value = `${expiry}.${sign(id, passwordHash, expiry).toString("base64url")}`;
      const attributes = `Path=/; Max-Age=${LIFE_S}; HttpOnly; SameSite=Lax${isSecure ? "; Secure" : ""}`;
      return `${nameOf(id)}=${value}; ${attributes}`;
    },
    holds(headers, { id }, passwordHash) {
      const cookies = headers.get("cookie");
      if (!cookies) return false;
      const start = `${nameOf(id)}=`;
      return cookies.split(";").some((cookie) => {
        const text = cookie.trim();
        return text.startsWith(start) && isGenuine(text.slice(start.length), id, passwordHash);
      });
    },
  };
}

function nameOf(linkId: string): string {
  return `visoli_${linkId.replace(/^lnk_/, "")}`;
}
