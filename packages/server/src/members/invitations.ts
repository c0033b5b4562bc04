import type { InvitationPage, InvitationWithUrl, MemberListQuery } from "@visoli/contract/member";
import type { Role } from "@visoli/contract/role";
import type { Actor } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import type { Ctx } from "../core/ctx.ts";
import { problem } from "../core/errors.ts";
import { guard } from "../core/guard.ts";
import {
  findOpenInvitation,
  listInvitations as listRows,
  renewInvitation,
  revokeInvitation as revokeRow,
} from "../db/invitations.ts";
import { takeMailsBack } from "../db/mails.ts";
import { pageOf } from "../lib/cursor.ts";
import { sha256 } from "../lib/hash.ts";
import { sendInvitation, urlOf } from "./invitation-mail.ts";
import { INVITATION_MS, newToken } from "./invite.ts";
import { presentInvitation } from "./present.ts";
import { lockMembers, requireMayGive } from "./rules.ts";

/** A page of the invitations that can still be accepted, newest first. */
export async function listInvitations(
  ctx: Ctx,
  actor: Actor,
  { cursor, limit }: MemberListQuery,
): Promise<InvitationPage> {
  guard(actor, "members:read");
  const page = { now: ctx.now(), beforeId: cursor, limit: limit + 1 };
  const { data, nextCursor } = pageOf(await listRows(ctx.db, actor.workspaceId, page), limit);
  return { data: data.map(presentInvitation), nextCursor };
}

/** Takes an invitation back: nobody can accept it from now on. @throws invitation.not_found */
export async function revokeInvitation(ctx: Ctx, actor: Actor, id: string): Promise<void> {
  guard(actor, "members:write");
  await ctx.db.transaction().execute(async (trx) => {
    const by = await lockMembers(ctx, trx, actor);
    guard(by, "members:write");
    const row = await findOpenInvitation(trx, by.workspaceId, id, ctx.now());
    if (!row) throw notFound(id);
    await revokeRow(trx, id, ctx.now());
    await takeMailsBack(trx, id);
    const changes = { email: row.email, role: row.role };
    await audit(ctx, trx, by, { action: "invitation.revoke", subject: id, changes });
  });
}

/** Sends an invitation anew, for seven more days; the address that was sent before opens nothing any more. @throws invitation.not_found, member.forbidden */
export async function resendInvitation(ctx: Ctx, actor: Actor, id: string): Promise<InvitationWithUrl> {
  guard(actor, "members:write");
  return ctx.db.transaction().execute(async (trx) => {
    const by = await lockMembers(ctx, trx, actor);
    guard(by, "members:write");
    const row = await findOpenInvitation(trx, by.workspaceId, id, ctx.now());
    if (!row) throw notFound(id);
    requireMayGive(by, row.role as Role);
    const token = newToken();
    const renewed = { token_hash: sha256(token), expires_at: ctx.now() + INVITATION_MS };
    await renewInvitation(trx, id, renewed);
    await takeMailsBack(trx, id);
    await sendInvitation(ctx, trx, by, { ...row, ...renewed, token });
    const changes = { email: row.email, role: row.role };
    await audit(ctx, trx, by, { action: "invitation.resend", subject: id, changes });
    return { ...presentInvitation({ ...row, ...renewed }), url: ctx.mail.isOn ? null : urlOf(ctx, token) };
  });
}

function notFound(id: string) {
  return problem("invitation.not_found", `There is no invitation ${id}`);
}
