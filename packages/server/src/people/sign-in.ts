import type { SignIn } from "@visoli/contract/auth";
import { endSession } from "../db/people.ts";
import type { AuthAnswer } from "./auth-call.ts";
import { askNameless, type People, type Visitor } from "./people.ts";
import { useCode } from "./used-codes.ts";

export type SignedIn = { status: "signed_in" | "second_factor"; cookies: string[] };

/** @throws auth.invalid_credentials in the same words and time for an unknown address; auth.email_not_verified, request.rate_limited */
export async function signIn(people: People, visitor: Visitor, input: SignIn): Promise<SignedIn> {
  const account = `sign-in ${input.email}`;
  await people.attempts.take(visitor.address, account);
  const call = { method: "POST", path: "/sign-in/email", body: input } as const;
  const answer = await askNameless(people, visitor, call);
  await people.attempts.forgive(account);
  await endSessionOf(people, visitor);
  return toSignedIn(answer);
}

/** Of an app, or one of those that were shown once. @throws auth.invalid_code, request.rate_limited */
export async function sendSecondFactor(
  people: People,
  visitor: Visitor,
  { code, recoveryCode }: { code?: string | undefined; recoveryCode?: string | undefined },
): Promise<SignedIn> {
  await people.attempts.take(visitor.address, null);
  const call = code
    ? { path: "/two-factor/verify-totp", body: { code } }
    : { path: "/two-factor/verify-backup-code", body: { code: recoveryCode } };
  const answer = await askNameless(
    people,
    visitor,
    { method: "POST", ...call } as Parameters<typeof askNameless>[2],
    /^two_factor$/,
  );
  if (code) await refuseUsed(people, answer, code);
  await endSessionOf(people, visitor);
  return toSignedIn(answer);
}

/** The library does not know which codes it has seen: the session that it made for a used one ends before anybody gets it. */
async function refuseUsed(people: People, { body, cookies }: AuthAnswer, code: string): Promise<void> {
  const { id, email } = body.user as { id: string; email: string };
  try {
    await useCode(people, { id, email }, code);
  } catch (error) {
    const made = cookies.map((line) => people.sessions.cookieOf(line)).find((one) => one !== undefined);
    const session = made === undefined ? null : await people.sessions.find(made);
    if (session) await endSession(people.ctx.db, session.userId, session.id);
    throw error;
  }
}

/** Ends the session that the visitor came with, if any; whoever signs in gets a new one. */
export async function endSessionOf({ ctx, sessions }: People, { caller }: Visitor): Promise<void> {
  const cookie = sessions.cookieOf(caller.cookie);
  const session = cookie === undefined ? null : await sessions.find(cookie);
  if (session) await endSession(ctx.db, session.userId, session.id);
}

function toSignedIn({ body, cookies }: AuthAnswer): SignedIn {
  return { status: body.twoFactorRedirect === true ? "second_factor" : "signed_in", cookies };
}
