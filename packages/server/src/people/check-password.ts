import { problem } from "../core/errors.ts";
import { requirePerson } from "../core/require-person.ts";
import { passwordHashOf } from "../db/people.ts";
import { confirmSession } from "../db/sessions.ts";
import { type Asking, refuseStale } from "./fresh.ts";
import { verifyPassword } from "./passwords.ts";
import type { People } from "./people.ts";
import { note } from "./security-log.ts";

/**
 * Has whoever is signed in show that it is still them; who signs in elsewhere has no password to show, and has signed in lately instead.
 * @throws auth.wrong_password, auth.confirmation_needed, request.rate_limited
 */
export async function checkPassword(
  people: People,
  asking: Asking,
  password: string | undefined,
): Promise<void> {
  const { ctx, attempts } = people;
  const { userId } = requirePerson(asking.actor);
  const hash = await passwordHashOf(ctx.db, userId);
  if (hash === null) return refuseStale(people, asking);
  await attempts.take("", `password ${userId}`);
  if (password === undefined || !(await verifyPassword({ hash, password }))) {
    if (password !== undefined) await note(ctx, userId, "password.wrong", asking.visitor.caller);
    throw problem("auth.wrong_password", "That is not the present password");
  }
  await attempts.forgive(`password ${userId}`);
  await confirmSession(ctx.db, userId, asking.sessionId, ctx.now());
}
