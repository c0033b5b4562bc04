import { randomText } from "@visoli/contract/base62";
import { newId } from "@visoli/contract/ids";
import type { InvitationCreate, InvitationWithUrl } from "@visoli/contract/member";
import { type Actor, actorName } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import type { Ctx } from "../core/ctx.ts";
import { problem } from "../core/errors.ts";
import { guard } from "../core/guard.ts";
import { type Idempotency, once } from "../core/idempotency.ts";
import { openMailSeal } from "../core/mail-queue.ts";
import { requireRoom } from "../core/room.ts";
import { countInvitations, findInvitationOf, insertInvitation } from "../db/invitations.ts";
import { countMembers, hasMemberWithEmail } from "../db/members.ts";
import type { Trx } from "../db/schema.ts";
import { getWorkspace } from "../db/workspaces.ts";
import { sha256 } from "../lib/hash.ts";
import { DAY_MS } from "../lib/time.ts";
import { sendInvitation, urlOf } from "./invitation-mail.ts";
import { presentInvitation } from "./present.ts";
import { lockMembers, requireMayGive } from "./rules.ts";

export const INVITATION_MS = 7 * DAY_MS;

/** 256 bits: nobody guesses one. */
export function newToken(): string {
  return randomText(43);
}

/**
 * Invites somebody into the workspace, by mail; where the service sends none, the answer has the address to hand on, this once.
 * @throws member.exists, invitation.exists, member.forbidden, plan.quota_exceeded, plan.feature_required, idempotency.mismatch
 */
export async function invite(
  ctx: Ctx,
  actor: Actor,
  input: InvitationCreate,
  idempotency?: Idempotency,
): Promise<InvitationWithUrl> {
  guard(actor, "members:write");
  requireMayGive(actor, input.role);
  return ctx.db.transaction().execute(async (trx) => {
    const by = await lockMembers(ctx, trx, actor);
    requireMayGive(by, input.role);
    const seal = await openMailSeal(trx);
    const { answer } = await once(ctx, trx, by, idempotency, async () => {
      await requireNew(ctx, trx, by, input.email);
      const now = ctx.now();
      const token = newToken();
      const row = {
        ...{ id: newId("inv", now), workspace_id: by.workspaceId, email: input.email, role: input.role },
        ...{ token_hash: sha256(token), invited_by: actorName(by), created_at: now },
        ...{ expires_at: now + INVITATION_MS, accepted_at: null, revoked_at: null },
      };
      await insertInvitation(trx, row);
      await sendInvitation(ctx, trx, by, { ...row, token });
      await audit(ctx, trx, by, { action: "invitation.create", subject: row.id, changes: { ...input } });
      // The kept answer holds the token sealed.
      const sealed = ctx.mail.isOn ? null : seal.close(token, row.id);
      return { invitation: presentInvitation(row), sealed };
    });
    const { invitation, sealed } = answer;
    return { ...invitation, url: sealed && urlOf(ctx, seal.open(sealed, invitation.id)) };
  });
}

async function requireNew(ctx: Ctx, trx: Trx, { workspaceId }: Actor, email: string): Promise<void> {
  const now = ctx.now();
  const workspace = await getWorkspace(trx, workspaceId);
  if (workspace.isSandbox)
    throw problem("member.forbidden", "Nobody is a member of a sandbox: test keys invite nobody");
  if (await hasMemberWithEmail(trx, workspaceId, email))
    throw problem("member.exists", `${email} is a member already`);
  if (await findInvitationOf(trx, workspaceId, email, now))
    throw problem(
      "invitation.exists",
      `${email} is invited already; send the invitation again, or take it back`,
    );
  await requireRoom(
    ctx,
    trx,
    workspaceId,
    "members",
    async () => (await countMembers(trx, workspaceId)) + (await countInvitations(trx, workspaceId, now)),
  );
}
