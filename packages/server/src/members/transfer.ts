import type { Member } from "@visoli/contract/member";
import type { Actor } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import type { Ctx } from "../core/ctx.ts";
import { invalid } from "../core/errors.ts";
import { guardOwner } from "../core/guard.ts";
import { findMember, setRole } from "../db/members.ts";
import { presentMember } from "./present.ts";
import { lockMembers } from "./rules.ts";

/** Makes a member owner in the actor's place, who stays as an admin. @throws request.invalid where there is no such member */
export async function transferWorkspace(ctx: Ctx, actor: Actor, memberId: string): Promise<Member> {
  guardOwner(actor);
  return ctx.db.transaction().execute(async (trx) => {
    const by = await lockMembers(ctx, trx, actor);
    guardOwner(by);
    const { workspaceId } = by;
    const heir = await findMember(trx, workspaceId, memberId);
    if (!heir) throw invalid({ path: "memberId", code: "not_found", message: "Is no member's id" });
    if (by.kind === "person" && by.userId === memberId)
      throw invalid({ path: "memberId", code: "invalid", message: "Must be another member's id" });
    await setRole(trx, workspaceId, memberId, "owner");
    if (by.kind === "person") await setRole(trx, workspaceId, by.userId, "admin");
    const changes = { owner: { from: by.kind === "person" ? by.userId : null, to: memberId } };
    await audit(ctx, trx, by, { action: "workspace.transfer", subject: workspaceId, changes });
    return presentMember({ ...heir, role: "owner" });
  });
}
