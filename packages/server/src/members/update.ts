import type { Member, MemberUpdate } from "@visoli/contract/member";
import { ROLE_SCOPES } from "@visoli/contract/role";
import type { Actor } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import type { Ctx } from "../core/ctx.ts";
import { guard } from "../core/guard.ts";
import { revokeInvitationsBy } from "../db/invitations.ts";
import { setRole } from "../db/members.ts";
import { presentMember } from "./present.ts";
import {
  lockMembers,
  requireAnotherOwner,
  requireMayChange,
  requireMayGive,
  requireMember,
} from "./rules.ts";

/**
 * Gives a member another role, which counts from their next request on.
 * @throws member.not_found, member.forbidden, member.last_owner
 */
export async function updateMember(
  ctx: Ctx,
  actor: Actor,
  id: string,
  { role }: MemberUpdate,
): Promise<Member> {
  guard(actor, "members:write");
  return ctx.db.transaction().execute(async (trx) => {
    const by = await lockMembers(ctx, trx, actor);
    guard(by, "members:write");
    const { workspaceId } = by;
    const before = await requireMember(trx, workspaceId, id);
    if (before.role === role) return presentMember(before);
    requireMayChange(by, before);
    requireMayGive(by, role);
    if (before.role === "owner") await requireAnotherOwner(trx, workspaceId);
    await setRole(trx, workspaceId, id, role);
    // Nobody comes in by the word of one who may not ask them in any more.
    if (!ROLE_SCOPES[role].includes("members:write"))
      await revokeInvitationsBy(trx, workspaceId, id, ctx.now());
    const changes = { role: { from: before.role, to: role } };
    await audit(ctx, trx, by, { action: "member.update", subject: id, changes });
    return presentMember({ ...before, role });
  });
}
