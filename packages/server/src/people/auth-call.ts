import { APIError } from "better-auth/api";
import type { Config } from "../config.ts";
import { type ProblemError, problem } from "../core/errors.ts";
import type { SessionProof } from "../db/sessions.ts";
import type { Auth } from "./auth.ts";
import { CLASS_HEADER, PROOF_HEADER } from "./auth-hooks.ts";

/** Of whom it comes, as far as the library shall know. */
export type Caller = {
  cookie: string | undefined;
  userAgent: string | undefined;
  /** What kind of network it came from. */
  addressClass: string | undefined;
  /** What the session is to have begun by that takes another's place. */
  proof?: SessionProof;
};
/** A call to the library. Nobody but our own verbs makes one: a path is never a request's. */
export type AuthCall = { method: "GET" | "POST"; path: `/${string}`; body?: object; query?: string };
export type AuthAnswer = { body: Record<string, unknown>; cookies: string[]; location: string | null };

/** Asks the library as a browser at our own page would. @throws ProblemError in the words of our table */
export async function askAuth(
  auth: Auth,
  { publicUrl }: Config,
  caller: Caller,
  { method, path, body, query }: AuthCall,
): Promise<AuthAnswer> {
  const headers = new Headers({ Origin: publicUrl, "User-Agent": caller.userAgent ?? "" });
  if (caller.cookie) headers.set("Cookie", caller.cookie);
  if (caller.addressClass) headers.set(CLASS_HEADER, encodeURIComponent(caller.addressClass));
  if (caller.proof) headers.set(PROOF_HEADER, caller.proof);
  if (body) headers.set("Content-Type", "application/json");
  const url = `${publicUrl}/api/auth${path}${query ?? ""}`;
  const request = new Request(url, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  const response = await auth.handle(request).catch((error: unknown) => {
    throw toProblem(error);
  });
  const text = await response.text();
  if (response.status >= 400) throw refused(codeIn(text), response.status);
  return {
    body: parsed(text),
    cookies: response.headers.getSetCookie(),
    location: response.headers.get("Location"),
  };
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}

function codeIn(text: string): string {
  return String(parsed(text).code ?? "");
}

function toProblem(error: unknown): unknown {
  if (!(error instanceof APIError)) return error;
  return refused(String(error.body?.code ?? ""), error.statusCode);
}

/** What the library says, by its codes. */
const SAID: Record<string, () => ProblemError> = {
  ...of("auth.invalid_credentials", "Email address and password do not belong together", [
    "INVALID_EMAIL_OR_PASSWORD",
    "INVALID_EMAIL",
    "FAILED_TO_CREATE_SESSION",
  ]),
  ...of("auth.email_not_verified", "Confirm the address first, by the mail that was sent to it", [
    "EMAIL_NOT_VERIFIED",
  ]),
  ...of("auth.wrong_password", "That is not the present password", [
    "INVALID_PASSWORD",
    "CREDENTIAL_ACCOUNT_NOT_FOUND",
  ]),
  ...of("auth.token_not_found", "It was used, is too old, or never was; ask for a new one", [
    ...["INVALID_TOKEN", "TOKEN_EXPIRED", "USER_NOT_FOUND", "INVALID_USER"],
  ]),
  ...of("auth.invalid_code", "The code is wrong or was used, or signing in took too long", [
    ...["INVALID_CODE", "INVALID_BACKUP_CODE", "INVALID_TWO_FACTOR_COOKIE"],
  ]),
  ...of("request.rate_limited", "Too many wrong codes; sign in again in a quarter of an hour", [
    ...["TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE", "ACCOUNT_TEMPORARILY_LOCKED"],
  ]),
  ...of("two_factor.on", "Switch the second factor off first", ["TOTP_ALREADY_ENABLED"]),
  ...of("two_factor.off", "There is no second factor", [
    ...["TOTP_NOT_ENABLED", "TWO_FACTOR_NOT_ENABLED", "BACKUP_CODES_NOT_ENABLED"],
  ]),
  ...of("auth.registration_closed", "Nobody can make an account here without an invitation", [
    "REGISTRATION_CLOSED",
  ]),
  ...of("auth.provider_not_found", "Nobody signs in that way here", [
    ...["PROVIDER_NOT_FOUND", "INVALID_OAUTH_CONFIGURATION"],
  ]),
  ...of("auth.unauthenticated", "Sign in first", [
    "UNAUTHORIZED",
    "SESSION_EXPIRED",
    "FAILED_TO_GET_SESSION",
  ]),
  // Two that sign up with one address at once; or the database is away.
  ...of("service.unavailable", "Try again", ["FAILED_TO_CREATE_USER"]),
};

function of(code: Parameters<typeof problem>[0], detail: string, said: string[]) {
  return Object.fromEntries(said.map((one) => [one, () => problem(code, detail)]));
}

function refused(code: string, status: number): Error {
  const known = SAID[code];
  if (known) return known();
  if (status === 401) return problem("auth.unauthenticated", "Sign in first");
  if (status === 400) return problem("request.malformed", "The request could not be read");
  return new Error(`the sign-in library answered ${status} ${code}`);
}
