import type { Member } from "@visoli/contract/member";
import type { Role } from "@visoli/contract/role";

/** Least first. */
export const ROLES = ["viewer", "member", "admin", "owner"] as const satisfies readonly Role[];

/** The roles that somebody may give: nobody makes others more than they are themselves. */
export function rolesToGive(own: Role): readonly Role[] {
  return ROLES.slice(0, ROLES.indexOf(own) + 1);
}

/** Whether somebody may change what the member is, or remove them. */
export function mayChange(own: Role, member: Pick<Member, "role">): boolean {
  return own === "owner" || (own === "admin" && member.role !== "owner");
}
