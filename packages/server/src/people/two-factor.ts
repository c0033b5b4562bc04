import { problem } from "../core/errors.ts";
import { requirePerson } from "../core/require-person.ts";
import { endOthersAfter, tell } from "./change-password.ts";
import { checkPassword } from "./check-password.ts";
import type { Asking } from "./fresh.ts";
import { loadUser } from "./me.ts";
import { askAs, type People } from "./people.ts";
import { note } from "./security-log.ts";
import { useCode } from "./used-codes.ts";

/** It is on only once a code of the app was sent back. @throws auth.wrong_password, two_factor.on */
export async function startTwoFactor(
  people: People,
  asking: Asking,
  password: string,
): Promise<{ uri: string; recoveryCodes: string[] }> {
  await checkPassword(people, asking, password);
  const { body } = await askAs(people, asking.visitor, {
    ...{ method: "POST", path: "/two-factor/enable", body: { password } },
  });
  return { uri: String(body.totpURI), recoveryCodes: body.backupCodes as string[] };
}

/** Gives back the cookies of a new session. @throws auth.invalid_code, two_factor.on, two_factor.off, request.rate_limited */
export async function confirmTwoFactor(
  people: People,
  { actor, visitor }: Asking,
  code: string,
): Promise<string[]> {
  const { userId } = requirePerson(actor);
  const user = await loadUser(people.ctx, userId);
  if (user.is_two_factor_on === 1) throw problem("two_factor.on", "The second factor is on already");
  await people.attempts.take("", `confirm two-factor ${userId}`);
  const call = { method: "POST", path: "/two-factor/verify-totp", body: { code } } as const;
  const { cookies } = await askAs(people, visitor, call);
  await useCode(people, { user, visitor }, code);
  await people.attempts.forgive(`confirm two-factor ${userId}`);
  await endOthersAfter(people, userId, cookies);
  await note(people.ctx, userId, "two_factor.on", visitor.caller);
  await tell(people, user.email, "A second factor was switched on");
  return cookies;
}

/** Gives back the cookies of a new session. @throws auth.wrong_password, two_factor.off */
export async function endTwoFactor(people: People, asking: Asking, password: string): Promise<string[]> {
  const { actor, visitor } = asking;
  const { userId } = requirePerson(actor);
  const user = await loadUser(people.ctx, userId);
  await checkPassword(people, asking, password);
  if (user.is_two_factor_on === 0) throw problem("two_factor.off", "There is no second factor");
  const call = { method: "POST", path: "/two-factor/disable", body: { password } } as const;
  const { cookies } = await askAs(people, visitor, call);
  await endOthersAfter(people, userId, cookies);
  await note(people.ctx, userId, "two_factor.off", visitor.caller);
  await tell(people, user.email, "The second factor was switched off");
  return cookies;
}

/** @throws auth.wrong_password, two_factor.off */
export async function newRecoveryCodes(
  people: People,
  asking: Asking,
  password: string,
): Promise<{ recoveryCodes: string[] }> {
  const { actor, visitor } = asking;
  const { userId } = requirePerson(actor);
  const user = await loadUser(people.ctx, userId);
  await checkPassword(people, asking, password);
  if (user.is_two_factor_on === 0) throw problem("two_factor.off", "There is no second factor");
  const path = "/two-factor/generate-backup-codes";
  const { body } = await askAs(people, visitor, { method: "POST", path, body: { password } });
  await note(people.ctx, userId, "recovery_codes.made", visitor.caller);
  await tell(people, user.email, "New recovery codes were made");
  return { recoveryCodes: body.backupCodes as string[] };
}
