import type { InvitationInfo } from "@visoli/contract/member";
import type { Role } from "@visoli/contract/role";
import type { OwnWorkspace } from "@visoli/contract/workspace";
import type { Person } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import type { Ctx } from "../core/ctx.ts";
import { problem } from "../core/errors.ts";
import { requireRoom } from "../core/room.ts";
import { acceptInvitation as acceptRow, findInvitation, type InvitationRow } from "../db/invitations.ts";
import { addMember, countMembers, findMember, type MemberRow } from "../db/members.ts";
import type { Trx } from "../db/schema.ts";
import { lockWorkspace } from "../db/workspaces.ts";
import { sha256 } from "../lib/hash.ts";
import { iso } from "../lib/time.ts";
import { maskEmail } from "./present.ts";

/** What an invitation is for, for whoever has its token: no more than they need to know. @throws invitation.not_found */
export async function readInvitation(ctx: Ctx, token: string): Promise<InvitationInfo> {
  const found = await findInvitation(ctx.reads, sha256(token));
  if (!found || !isOpen(found, ctx.now())) throw notValid();
  return {
    workspace: found.workspace_name,
    role: found.role as Role,
    email: maskEmail(found.email),
    expiresAt: iso(found.expires_at),
  };
}

/** Whether the open invitation is for this person. @throws invitation.not_found */
export async function isInvited(ctx: Ctx, person: Person, token: string): Promise<boolean> {
  const found = await findInvitation(ctx.reads, sha256(token));
  if (!found || !isOpen(found, ctx.now())) throw notValid();
  return isFor(ctx, found, person);
}

/**
 * Makes the person a member as they were invited; asked again, it answers the same as long as they are. Exactly one request uses an
 * invitation up. @throws invitation.not_found, invitation.wrong_person, plan.quota_exceeded
 */
export async function acceptInvitation(ctx: Ctx, person: Person, token: string): Promise<OwnWorkspace> {
  return ctx.db.transaction().execute(async (trx) => {
    const known = await findInvitation(trx, sha256(token));
    if (!known) throw notValid();
    await lockWorkspace(trx, ctx.config.database.kind, known.workspace_id);
    // Read once more: it may have been used or taken back while we waited.
    const found = await findInvitation(trx, sha256(token));
    if (!found) throw notValid();
    const member = await findMember(trx, found.workspace_id, person.userId);
    const isOwn = isFor(ctx, found, person);
    if (found.accepted_at !== null && member && isOwn) return presentOwn(found.workspace_name, member);
    if (!isOpen(found, ctx.now())) throw notValid();
    if (!isOwn)
      throw problem(
        "invitation.wrong_person",
        `It is for ${maskEmail(found.email)}: sign in with this address, and confirm it`,
      );
    if (!(await acceptRow(trx, found, ctx.now()))) throw notValid();
    return presentOwn(found.workspace_name, member ?? (await enter(ctx, trx, person, found)));
  });
}

async function enter(ctx: Ctx, trx: Trx, person: Person, invitation: InvitationRow): Promise<MemberRow> {
  const { workspace_id: workspaceId, id: subject } = invitation;
  const role = invitation.role as Role;
  await requireRoom(ctx, trx, workspaceId, "members", () => countMembers(trx, workspaceId));
  const now = ctx.now();
  const { userId, from } = person;
  await addMember(trx, { workspaceId, userId, role, now });
  const actor = { kind: "person" as const, userId, workspaceId, role, isInstanceAdmin: false, from };
  const changes = { member: userId, role, invitedBy: invitation.invited_by };
  await audit(ctx, trx, actor, { action: "invitation.accept", subject, changes });
  return { workspace_id: workspaceId, user_id: userId, role, created_at: now };
}

function isFor({ mail }: Ctx, { email }: InvitationRow, person: Person): boolean {
  // Where no mail is sent nobody can confirm an address: who has the token had it from the inviter.
  const isConfirmed = person.isEmailVerified || !mail.isOn;
  return email === person.email.toLowerCase() && isConfirmed;
}

function isOpen(row: InvitationRow, now: number): boolean {
  return row.accepted_at === null && row.revoked_at === null && row.expires_at > now;
}

function presentOwn(name: string, member: MemberRow): OwnWorkspace {
  const { workspace_id: id, role, created_at } = member;
  return { id, name, role: role as Role, createdAt: iso(created_at) };
}

/** One answer to all: whoever guesses learns nothing. */
function notValid() {
  return problem(
    "invitation.not_found",
    "The invitation was used, taken back, or is too old; ask for another",
  );
}
