import { problem } from "../core/errors.ts";
import { keepOnce } from "../db/verifications.ts";
import { sha256 } from "../lib/hash.ts";
import { MINUTE_MS } from "../lib/time.ts";
import { tell } from "./change-password.ts";
import type { People, Visitor } from "./people.ts";
import { note } from "./security-log.ts";

/** Longer than apps' codes are taken: half a minute, with one before and one after. */
const REMEMBERED_MS = 2 * MINUTE_MS;

/**
 * A code of the person's app is used up by this. Who sends it a second time has seen it somewhere: its owner is told.
 * @throws auth.invalid_code
 */
export async function useCode(
  people: People,
  { user, visitor }: { user: { id: string; email: string }; visitor: Visitor },
  code: string,
): Promise<void> {
  const { ctx } = people;
  const id = sha256(`code ${user.id} ${code}`);
  const now = ctx.now();
  if (await keepOnce(ctx.db, { id, now, expiresAt: now + REMEMBERED_MS })) return;
  ctx.log.warn({ user: user.id }, "a code of a second factor was sent twice");
  await note(ctx, user.id, "code.used_twice", visitor.caller);
  await tell(people, user.email, "A code of your app was used twice");
  throw problem("auth.invalid_code", "The code is wrong or was used, or signing in took too long");
}
