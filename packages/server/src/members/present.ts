import type { Invitation, Member } from "@visoli/contract/member";
import type { Role } from "@visoli/contract/role";
import type { InvitationRow } from "../db/invitations.ts";
import type { MemberWithPerson } from "../db/members.ts";
import { iso } from "../lib/time.ts";

export function presentMember(row: MemberWithPerson): Member {
  const { user_id: id, name, email, role, created_at } = row;
  return { id, name, email, role: role as Role, createdAt: iso(created_at) };
}

/** An invitation as the API shows it: never what it is accepted with. */
export function presentInvitation(row: InvitationRow): Invitation {
  return {
    id: row.id,
    email: row.email,
    role: row.role as Role,
    invitedBy: row.invited_by,
    createdAt: iso(row.created_at),
    expiresAt: iso(row.expires_at),
  };
}

/** As much of an address as its owner knows it by: `a***@example.com`. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf("@");
  return `${[...email.slice(0, at)][0] ?? ""}***${email.slice(at)}`;
}
