import type { SignUp } from "@visoli/contract/auth";
import { invalid, problem } from "../core/errors.ts";
import { findInvitation } from "../db/invitations.ts";
import { confirmEmail, findUserByEmail, forgetUnconfirmed } from "../db/people.ts";
import { sha256 } from "../lib/hash.ts";
import { passwordFaults } from "./passwords.ts";
import { askNameless, type People, type Visitor } from "./people.ts";

/**
 * Makes an account; what is answered, and when, is the same where the address has one: its owner is told by mail.
 * @throws auth.registration_closed, request.invalid, request.rate_limited
 */
export async function signUp(
  people: People,
  visitor: Visitor,
  input: SignUp,
): Promise<"done" | "check_mail"> {
  const { ctx, attempts } = people;
  const { name, email, password, invitation } = input;
  await attempts.take(visitor.address, `sign-up ${email}`);
  await refuseUninvited(people, email, invitation);
  const faults = await passwordFaults("password", password, { email, name, service: ctx.config.domain });
  if (faults.length > 0) throw invalid(...faults);
  // Who never answered the mail may have been somebody else: their password must not stay.
  if (ctx.mail.isOn) await forgetUnconfirmed(ctx.db, email);
  await askNameless(people, visitor, {
    method: "POST",
    path: "/sign-up/email",
    body: { name, email, password },
  });
  if (ctx.mail.isOn) return "check_mail";
  // Nobody can confirm anything here: that the invitation to the address was handed to them must do.
  const invited = invitation === undefined ? null : await findUserByEmail(ctx.db, email);
  if (invited) await confirmEmail(ctx.db, invited.id);
  return "done";
}

async function refuseUninvited({ ctx }: People, email: string, token: string | undefined): Promise<void> {
  const { registration } = ctx.config.signIn;
  if (registration === "open" && token === undefined) return;
  const found = token !== undefined && (await findInvitation(ctx.db, sha256(token)));
  if (
    registration !== "closed" &&
    found &&
    found.email === email &&
    found.accepted_at === null &&
    found.revoked_at === null &&
    found.expires_at > ctx.now()
  )
    return;
  const detail =
    registration === "closed"
      ? "Nobody makes accounts here"
      : "An account needs an invitation to its address: send the token as `invitation`";
  throw problem("auth.registration_closed", detail);
}
