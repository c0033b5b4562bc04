import type { Actor } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import type { Ctx } from "../core/ctx.ts";
import { guard } from "../core/guard.ts";
import { emit } from "../core/outbox.ts";
import { revokeInvitationsBy } from "../db/invitations.ts";
import { removeMember as removeRow } from "../db/members.ts";
import { lockMembers, requireAnotherOwner, requireMayChange, requireMember } from "./rules.ts";

/**
 * Takes somebody out of the workspace and out of its folders, or has the actor leave it. Their next request finds it closed; keys that
 * they made work on. @throws member.not_found, member.forbidden, member.last_owner
 */
export async function removeMember(ctx: Ctx, actor: Actor, id: string): Promise<void> {
  const isLeaving = actor.kind === "person" && actor.userId === id;
  const scope = isLeaving ? "members:read" : "members:write";
  guard(actor, scope);
  await ctx.db.transaction().execute(async (trx) => {
    const by = await lockMembers(ctx, trx, actor);
    guard(by, scope);
    const { workspaceId } = by;
    const before = await requireMember(trx, workspaceId, id);
    if (!isLeaving) requireMayChange(by, before);
    if (before.role === "owner") await requireAnotherOwner(trx, workspaceId);
    await removeRow(trx, workspaceId, id);
    await revokeInvitationsBy(trx, workspaceId, id, ctx.now());
    const changes = { email: before.email, role: { from: before.role, to: null } };
    await audit(ctx, trx, by, { action: isLeaving ? "member.leave" : "member.remove", subject: id, changes });
    await emit(ctx, trx, { type: "member.removed", workspaceId, data: { id } });
  });
}
