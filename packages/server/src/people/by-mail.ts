import { createHash } from "node:crypto";
import { invalid, problem } from "../core/errors.ts";
import { findUser, verificationValue } from "../db/people.ts";
import { forgetVerificationsOf } from "../db/verifications.ts";
import { passwordFaults } from "./passwords.ts";
import { askNameless, type People, type Visitor } from "./people.ts";
import { note } from "./security-log.ts";

/** By the token of a mail: the address is the person's. @throws auth.token_not_found */
export async function confirmAddress(people: People, visitor: Visitor, token: string): Promise<void> {
  const query = `?${new URLSearchParams({ token })}`;
  await askNameless(people, visitor, { method: "GET", path: "/verify-email", query });
}

/** The same answer whatever is known of the address. @throws mail.off, request.rate_limited */
export async function mailConfirmation(people: People, visitor: Visitor, email: string): Promise<void> {
  refuseWithoutMail(people);
  await people.attempts.take(visitor.address, `confirm ${email}`);
  await askNameless(people, visitor, {
    ...{ method: "POST", path: "/send-verification-email", body: { email } },
  });
}

/** The same answer whatever is known of the address. @throws mail.off, request.rate_limited */
export async function mailReset(people: People, visitor: Visitor, email: string): Promise<void> {
  refuseWithoutMail(people);
  await people.attempts.take(visitor.address, `reset ${email}`);
  await askNameless(people, visitor, {
    ...{ method: "POST", path: "/request-password-reset", body: { email } },
  });
}

/** By the token of a mail, once; ends every session of the person, and every other token. @throws auth.token_not_found, request.invalid */
export async function resetPassword(
  people: People,
  visitor: Visitor,
  { token, password }: { token: string; password: string },
): Promise<void> {
  const { ctx } = people;
  const identifier = createHash("sha256").update(`reset-password:${token}`).digest("base64url");
  const userId = await verificationValue(ctx.db, identifier);
  const user = userId === null ? null : await findUser(ctx.db, userId);
  if (!user)
    throw problem("auth.token_not_found", "It was used, is too old, or never was; ask for a new one");
  const faults = await passwordFaults("password", password, { ...user, service: ctx.config.domain });
  if (faults.length > 0) throw invalid(...faults);
  await askNameless(people, visitor, {
    ...{ method: "POST", path: "/reset-password", body: { token, newPassword: password } },
  });
  await forgetVerificationsOf(ctx.db, user.id);
  await note(ctx, user.id, "password.reset", visitor.caller);
}

function refuseWithoutMail({ ctx }: People): void {
  if (!ctx.mail.isOn) throw problem("mail.off", "This service sends no mail; ask its operator");
}
