import { problem } from "../core/errors.ts";
import { passwordHashOf } from "../db/people.ts";
import { verifyPassword } from "./passwords.ts";
import type { People } from "./people.ts";

/**
 * Has whoever is signed in show that it is still them; who signs in elsewhere has no password to show.
 * @throws auth.wrong_password, request.rate_limited
 */
export async function checkPassword(
  { ctx, attempts }: People,
  userId: string,
  password: string | undefined,
): Promise<void> {
  const hash = await passwordHashOf(ctx.db, userId);
  if (hash === null) return;
  await attempts.take("", `password ${userId}`);
  if (password === undefined || !(await verifyPassword({ hash, password })))
    throw problem("auth.wrong_password", "That is not the present password");
  await attempts.forgive(`password ${userId}`);
}
