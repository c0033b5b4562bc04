import { generateAuthenticationOptions, verifyAuthenticationResponse } from "@simplewebauthn/server";
import type { PasskeySignIn } from "@visoli/contract/passkey";
import { problem } from "../core/errors.ts";
import { findPasskey, type PasskeyRow, usePasskey } from "../db/passkeys.ts";
import { findUser } from "../db/people.ts";
import { keepChallenge, takeChallenge } from "./challenge.ts";
import { newSession } from "./new-session.ts";
import type { People, Visitor } from "./people.ts";
import { endSessionOf } from "./sign-in.ts";

const ANYBODY = "sign-in";

/** A question for whatever passkey of ours a browser has. @throws request.rate_limited */
export async function passkeySignInOptions(people: People, { address }: Visitor): Promise<object> {
  await people.attempts.take(address, null);
  const { publicUrl } = people.ctx.config;
  const options = await generateAuthenticationOptions({
    rpID: new URL(publicUrl).hostname,
    userVerification: "required",
  });
  await keepChallenge(people, options.challenge, ANYBODY);
  return options;
}

/** Gives back the session's cookie. @throws passkey.not_found, in one answer to all that does not fit */
export async function signInByPasskey(
  people: People,
  visitor: Visitor,
  { credential }: PasskeySignIn,
): Promise<string> {
  const { ctx } = people;
  const passkey = await findPasskey(ctx.reads, credential.id);
  const user = passkey && (await findUser(ctx.reads, passkey.user_id));
  const counter = passkey && user?.disabled_at === null ? await verify(people, passkey, credential) : null;
  if (!passkey || counter === null || !(await usePasskey(ctx.db, passkey, { counter, now: ctx.now() })))
    throw problem("passkey.not_found", "The passkey is not known here, or took too long");
  await endSessionOf(people, visitor);
  return newSession(people, visitor, passkey.user_id);
}

/** The passkey's new counter; null where it has not signed what we asked. */
async function verify(
  people: People,
  passkey: PasskeyRow,
  credential: PasskeySignIn["credential"],
): Promise<number | null> {
  const { publicUrl } = people.ctx.config;
  const found = await verifyAuthenticationResponse({
    response: credential as Parameters<typeof verifyAuthenticationResponse>[0]["response"],
    expectedChallenge: (challenge) => takeChallenge(people, challenge, ANYBODY),
    expectedOrigin: publicUrl,
    expectedRPID: new URL(publicUrl).hostname,
    requireUserVerification: true,
    credential: {
      id: passkey.credential_id,
      publicKey: new Uint8Array(Buffer.from(passkey.public_key, "base64url")),
      counter: passkey.counter,
    },
  }).catch(() => null);
  return found?.verified ? found.authenticationInfo.newCounter : null;
}
