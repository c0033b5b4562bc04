import type { Ctx } from "../core/ctx.ts";
import { addMember, workspacesOf } from "../db/members.ts";
import { findUser, lockUser } from "../db/people.ts";
import { insertWorkspace } from "../db/workspaces.ts";

/** Where everybody may make an account, who is in no workspace gets one of their own; once, however often it is called. */
export async function ensureOwnWorkspace(ctx: Ctx, userId: string): Promise<void> {
  if (ctx.config.signIn.registration !== "open") return;
  if ((await workspacesOf(ctx.db, userId)).length > 0) return;
  await ctx.db.transaction().execute(async (trx) => {
    await lockUser(trx, ctx.config.database.kind, userId);
    if ((await workspacesOf(trx, userId)).length > 0) return;
    const now = ctx.now();
    const user = await findUser(trx, userId);
    if (!user) return;
    const { id } = await insertWorkspace(trx, user.name.slice(0, 100) || "Workspace", now);
    await addMember(trx, { workspaceId: id, userId, role: "owner", now });
  });
}
