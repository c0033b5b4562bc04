import { invalid } from "../core/errors.ts";
import { requirePerson } from "../core/require-person.ts";
import { endOtherSessions } from "../db/people.ts";
import { sessionProof } from "../db/sessions.ts";
import { forgetVerificationsOf } from "../db/verifications.ts";
import { checkPassword } from "./check-password.ts";
import type { Asking } from "./fresh.ts";
import { securityMail } from "./mails.ts";
import { loadUser } from "./me.ts";
import { passwordFaults } from "./passwords.ts";
import { askAs, type People } from "./people.ts";
import { note } from "./security-log.ts";

/** Gives back the cookies of a new session; every other ends. @throws auth.wrong_password, request.invalid, request.rate_limited */
export async function changePassword(
  people: People,
  asking: Asking,
  { password, newPassword }: { password: string; newPassword: string },
): Promise<string[]> {
  const { ctx } = people;
  const { actor, sessionId, visitor } = asking;
  const { userId } = requirePerson(actor);
  const user = await loadUser(ctx, userId);
  await checkPassword(people, asking, password);
  const faults = await passwordFaults("newPassword", newPassword, { ...user, service: ctx.config.domain });
  if (faults.length > 0) throw invalid(...faults);
  const body = { currentPassword: password, newPassword, revokeOtherSessions: true };
  // The session that takes this one's place began no better and no worse.
  const { proof = null } = (await sessionProof(ctx.db, userId, sessionId)) ?? {};
  const from = { ...visitor, caller: { ...visitor.caller, ...(proof && { proof }) } };
  const { cookies } = await askAs(people, from, { method: "POST", path: "/change-password", body });
  await forgetVerificationsOf(ctx.db, userId);
  await note(ctx, userId, "password.changed", visitor.caller);
  await tell(people, user.email, "Your password was changed");
  return cookies;
}

/** Once the session has been replaced by a new one, no other may stay that somebody else might have. */
export async function endOthersAfter(people: People, userId: string, cookies: string[]): Promise<void> {
  const { sessions, auth, ctx } = people;
  const own = cookies.map((line) => sessions.cookieOf(line)).find((cookie) => cookie !== undefined);
  const session = own === undefined || auth.cookie === "" ? null : await sessions.find(own);
  await endOtherSessions(ctx.db, userId, session?.id ?? null);
}

export async function tell({ ctx }: People, email: string, what: string): Promise<void> {
  if (ctx.mail.isOn) await securityMail(ctx, email, what);
}
