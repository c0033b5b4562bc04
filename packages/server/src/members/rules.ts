import { ROLE_SCOPES, type Role } from "@visoli/contract/role";
import type { Actor } from "../core/actor.ts";
import type { Ctx } from "../core/ctx.ts";
import { problem } from "../core/errors.ts";
import { guard, isOwner } from "../core/guard.ts";
import { countMembers, findMember, type MemberWithPerson, roleOf } from "../db/members.ts";
import type { Trx } from "../db/schema.ts";
import { lockWorkspace } from "../db/workspaces.ts";

/**
 * Holds the workspace against all others who change its members, until the transaction ends, and gives the actor back as they are by
 * now: what they may do can have changed while they waited. @throws auth.missing_scope where they are no member any more
 */
export async function lockMembers<Who extends Actor>(ctx: Ctx, trx: Trx, actor: Who): Promise<Who> {
  await lockWorkspace(trx, ctx.config.database.kind, actor.workspaceId);
  if (actor.kind !== "person") return actor;
  const role = await roleOf(trx, actor.userId, actor.workspaceId);
  if (role === null) throw problem("auth.missing_scope", "You are no member of the workspace any more");
  return { ...actor, role };
}

/** Nobody makes others more than they are themselves. @throws member.forbidden, auth.missing_scope */
export function requireMayGive(actor: Actor, role: Role): void {
  if (role === "owner" && !isOwner(actor)) throw problem("member.forbidden", "Only an owner makes owners");
  for (const scope of ROLE_SCOPES[role]) guard(actor, scope);
}

/** @throws member.forbidden */
export function requireMayChange(actor: Actor, member: MemberWithPerson): void {
  if (member.role === "owner" && !isOwner(actor))
    throw problem("member.forbidden", "Only an owner changes what owners are");
}

/** To be called before an owner stops being one, with the workspace held. @throws member.last_owner */
export async function requireAnotherOwner(trx: Trx, workspaceId: string): Promise<void> {
  if ((await countMembers(trx, workspaceId, "owner")) < 2)
    throw problem("member.last_owner", "This is the workspace's only owner; make another member owner first");
}

/** @throws member.not_found */
export async function requireMember(trx: Trx, workspaceId: string, id: string): Promise<MemberWithPerson> {
  const member = await findMember(trx, workspaceId, id);
  if (!member) throw problem("member.not_found", `There is no member ${id}`);
  return member;
}
