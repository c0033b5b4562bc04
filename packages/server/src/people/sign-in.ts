import { createHash } from "node:crypto";
import type { SignIn } from "@visoli/contract/auth";
import { ProblemError } from "../core/errors.ts";
import { endSession, findUser, findUserByEmail, verificationValue } from "../db/people.ts";
import type { AuthAnswer } from "./auth-call.ts";
import { askNameless, type People, type Visitor } from "./people.ts";
import { note } from "./security-log.ts";
import { decoded } from "./session.ts";
import { useCode } from "./used-codes.ts";

export type SignedIn = { status: "signed_in" | "second_factor"; cookies: string[] };

/** @throws auth.invalid_credentials in the same words and time for an unknown address; auth.email_not_verified, request.rate_limited */
export async function signIn(people: People, visitor: Visitor, input: SignIn): Promise<SignedIn> {
  const account = `sign-in ${input.email}`;
  await people.attempts.take(visitor.address, account);
  const call = { method: "POST", path: "/sign-in/email", body: input } as const;
  const answer = await askNameless(people, visitor, call).catch((error: unknown) => {
    if (error instanceof ProblemError && error.code === "auth.invalid_credentials")
      noteRefused(people, visitor, input.email);
    throw error;
  });
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
  ).catch(async (error: unknown) => {
    if (error instanceof ProblemError && error.code === "auth.invalid_code")
      await noteWrongCode(people, visitor);
    throw error;
  });
  if (code) await refuseUsed(people, visitor, answer, code);
  await endSessionOf(people, visitor);
  return toSignedIn(answer);
}

/** The library does not know which codes it has seen: the session that it made for a used one ends before anybody gets it. */
async function refuseUsed(
  people: People,
  visitor: Visitor,
  { body, cookies }: AuthAnswer,
  code: string,
): Promise<void> {
  const { id, email } = body.user as { id: string; email: string };
  try {
    await useCode(people, { user: { id, email }, visitor }, code);
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

/** Not waited for: how long the answer takes would tell whether there is such an account. */
function noteRefused({ ctx }: People, { caller }: Visitor, email: string): void {
  const work = async () => {
    const user = await findUserByEmail(ctx.db, email);
    if (user) await note(ctx, user.id, "sign_in.refused", caller);
  };
  void work().catch((err: unknown) =>
    ctx.log.warn({ err }, "a failed signing in is not in the security log"),
  );
}

/** Whose code it was to be says the question that the browser has a cookie of. */
async function noteWrongCode({ ctx, auth }: People, { caller }: Visitor): Promise<void> {
  const name = auth.cookie.replace(/session_token$/, "two_factor");
  const cookie = caller.cookie?.split(/; */).find((pair) => pair.startsWith(`${name}=`));
  const question = decoded(cookie?.slice(name.length + 1) ?? "").split(".")[0] ?? "";
  const identifier = createHash("sha256").update(question).digest("base64url");
  const userId = await verificationValue(ctx.db, identifier);
  if (userId !== null && (await findUser(ctx.db, userId)))
    await note(ctx, userId, "sign_in.wrong_code", caller);
}

function toSignedIn({ body, cookies }: AuthAnswer): SignedIn {
  return { status: body.twoFactorRedirect === true ? "second_factor" : "signed_in", cookies };
}
