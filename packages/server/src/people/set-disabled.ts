import type { Ctx } from "../core/ctx.ts";
import { disableUser, enableUser, findUserByEmail } from "../db/people.ts";
import { note } from "./security-log.ts";

/**
 * Keeps the person out, or lets them in again, as the operator wishes: sessions end at once, and signing in is refused as a wrong password
 * is. Keys of workspaces go on. Gives back their id; null where nobody has the address.
 */
export async function setDisabled(
  ctx: Pick<Ctx, "db" | "now">,
  email: string,
  isDisabled: boolean,
): Promise<string | null> {
  const user = await findUserByEmail(ctx.db, email.trim().toLowerCase());
  if (!user) return null;
  const hasChanged = await ctx.db
    .transaction()
    .execute((trx) => (isDisabled ? disableUser(trx, user.id, ctx.now()) : enableUser(trx, user.id)));
  if (hasChanged) await note(ctx, user.id, isDisabled ? "account.disabled" : "account.enabled");
  return user.id;
}
