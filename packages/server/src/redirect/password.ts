import type { Asking } from "./asking.ts";
import type { PasswordAttempts } from "./password-attempts.ts";
import { readPasswordBody } from "./password-body.ts";

/** Why a password was not taken, by the key of its message. */
export type PasswordFault = "passwordForeign" | "passwordEmpty" | "passwordWrong";

/** What became of a password that was sent. */
export type Verdict =
  | { kind: "right" }
  /** Wrong, or none at all, or from elsewhere. */
  | { kind: "wrong"; fault: PasswordFault }
  | { kind: "too_many"; retryAfterS: number }
  | { kind: "unreadable"; code: "request.unsupported_media_type" | "request.too_large"; detail: string };

export type CheckPassword = (
  asking: Asking,
  link: { id: string },
  passwordHash: string,
  address: string,
) => Promise<Verdict>;

/** Looks at a password that was sent for a link. It is kept nowhere, and said to nobody. */
export function passwordChecker(attempts: PasswordAttempts): CheckPassword {
  return async (asking, link, passwordHash, address) => {
    if (!isFromHere(asking)) return { kind: "wrong", fault: "passwordForeign" };
    const body = await readPasswordBody(asking.request);
    if ("refused" in body) return unreadable(body.refused);
    if (body.password === "") return { kind: "wrong", fault: "passwordEmpty" };
    const retryAfterS = await attempts.begin(link.id, address);
    if (retryAfterS > 0) return { kind: "too_many", retryAfterS };
    if (!(await Bun.password.verify(body.password, passwordHash)))
      return { kind: "wrong", fault: "passwordWrong" };
    await attempts.forgive(link.id, address);
    return { kind: "right" };
  };
}

/** Browsers say from where a form comes. A page elsewhere must not try passwords through its visitors. */
function isFromHere({ request, at, domain }: Asking): boolean {
  const origin = request.headers.get("origin");
  if (origin === null) return true;
  const host = URL.parse(origin)?.host;
  // A proxy may have put a name of its own network in the place of the domain's.
  return (
    host !== undefined && (host === at.host.toLowerCase().replace(/:(80|443)$/, "") || host === domain?.host)
  );
}

function unreadable(refused: "type" | "size"): Verdict {
  return refused === "type"
    ? {
        kind: "unreadable",
        code: "request.unsupported_media_type",
        detail: "Send the password as application/x-www-form-urlencoded",
      }
    : { kind: "unreadable", code: "request.too_large", detail: "A password fits into 4 KiB" };
}
