import { problem } from "../core/errors.ts";
import { languageOf } from "../core/language.ts";
import { askForPassword } from "./answers.ts";
import { type Asking, prefersJson } from "./asking.ts";
import type { RedirectDependencies } from "./dependencies.ts";
import type { KnownLink } from "./known-link.ts";
import { tooManyPage } from "./password-page.ts";
import type { Send } from "./send.ts";

type Dependencies = Pick<RedirectDependencies, "checkPassword" | "passwordCookies" | "newRequestId">;
type PostPassword = (
  asking: Asking,
  link: KnownLink,
  passwordHash: string,
  address: string,
) => Promise<Response>;

/** Answers a password that was sent: to the same address again with a proof that it was right, or with what was wrong. */
export function passwordPoster(dependencies: Dependencies, send: Send): PostPassword {
  const { checkPassword, passwordCookies, newRequestId } = dependencies;
  return async (asking, link, passwordHash, address) => {
    const verdict = await checkPassword(asking, link, passwordHash, address);
    switch (verdict.kind) {
      case "right":
        return again(asking, newRequestId(), passwordCookies.issue(link, passwordHash));
      case "wrong":
        return askForPassword(send, asking, link, verdict.fault);
      case "unreadable":
        return send.problem(problem(verdict.code, verdict.detail));
      case "too_many":
        return tooMany(send, asking, verdict.retryAfterS);
    }
  };
}

/** To the same address, by GET. */
export function again({ at }: Asking, requestId: string, cookie?: string): Response {
  const query = at.query === "" ? "" : `?${at.query}`;
  // A header can carry only visible ASCII.
  const location = `${at.path}${query}`.replace(/[^\x21-\x7e]+/g, (text) => encodeURI(text.toWellFormed()));
  const headers: Record<string, string> = {
    Location: location,
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
    "X-Request-Id": requestId,
  };
  if (cookie !== undefined) headers["Set-Cookie"] = cookie;
  return new Response(null, { status: 303, headers });
}

function tooMany(send: Send, { request }: Asking, retryAfterS: number): Response {
  const headers = { "Retry-After": String(retryAfterS) };
  if (!prefersJson(request))
    return send.rendered(429, tooManyPage(retryAfterS, languageOf(request.headers)), headers);
  const detail = `There were too many wrong passwords; try again in ${retryAfterS} seconds`;
  return send.problem(problem("request.rate_limited", detail), headers);
}
