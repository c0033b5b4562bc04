import { problem } from "../core/errors.ts";
import { askNameless, type People, type Visitor } from "./people.ts";
import { endSessionOf } from "./sign-in.ts";

/** Where the browser is led if signing in elsewhere did not work. */
export const FAILED_PATH = "/account/sign-in-failed";
/** What the library keeps in the browser between leaving and coming back. */
const BETWEEN = /^(state|oauth_state|pkce_code_verifier|nonce)/;

/** The address to send the browser to, and the cookies that it must come back with. @throws auth.provider_not_found */
export async function startProvider(
  people: People,
  visitor: Visitor,
  { provider, redirectTo }: { provider: "google" | "github" | "oidc"; redirectTo: string },
): Promise<{ url: string; cookies: string[] }> {
  const { publicUrl, signIn } = people.ctx.config;
  if (!signIn[provider]) throw problem("auth.provider_not_found", "Nobody signs in that way here");
  await people.attempts.take(visitor.address, null);
  const body = {
    ...{ provider, disableRedirect: true },
    ...{ callbackURL: publicUrl + redirectTo, errorCallbackURL: publicUrl + FAILED_PATH },
  };
  const answer = await askNameless(people, visitor, { method: "POST", path: "/sign-in/social", body });
  return { url: String(answer.body.url), cookies: answer.cookies };
}

/** The browser is back: where it goes on to, at our own pages alone, and the cookies it gets. */
export async function finishProvider(
  people: People,
  visitor: Visitor,
  { provider, query }: { provider: string; query: string },
): Promise<{ location: string; cookies: string[] }> {
  const { publicUrl, signIn } = people.ctx.config;
  if (!(provider === "google" || provider === "github" || provider === "oidc") || !signIn[provider])
    throw problem("auth.provider_not_found", "Nobody signs in that way here");
  const call = { method: "GET", path: `/callback/${provider}`, query: known(query) } as const;
  const { location, cookies } = await askNameless(people, visitor, call, BETWEEN);
  const failed = `${publicUrl}${FAILED_PATH}`;
  const to = location ? new URL(location, publicUrl) : null;
  if (to?.origin !== publicUrl || to.pathname.startsWith("/api/")) return { location: failed, cookies: [] };
  if (to.pathname !== FAILED_PATH) await endSessionOf(people, visitor);
  return { location: to.href, cookies };
}

/** What a provider may say, each once. */
function known(query: string): string {
  const sent = new URLSearchParams(query);
  const names = ["code", "state", "error", "iss"].filter((name) => sent.has(name));
  const kept = names.map((name) => [name, (sent.get(name) ?? "").slice(0, 4_000)] as const);
  return `?${new URLSearchParams(Object.fromEntries(kept))}`;
}
