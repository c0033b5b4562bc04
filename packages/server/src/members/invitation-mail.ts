import type { Actor } from "../core/actor.ts";
import type { Ctx } from "../core/ctx.ts";
import { renderMail } from "../core/mail.ts";
import { queueMail } from "../core/mail-queue.ts";
import type { InvitationRow } from "../db/invitations.ts";
import { findMember } from "../db/members.ts";
import type { Trx } from "../db/schema.ts";
import { getWorkspace } from "../db/workspaces.ts";

/** Where an invitation is accepted: a page that is in no log of ours, and tells no other site where one came from. */
export function urlOf({ config }: Pick<Ctx, "config">, token: string): string {
  return `${config.publicUrl}/account/invitation/${token}`;
}

/** Has the invitation sent, where the service sends mail. */
export async function sendInvitation(
  ctx: Ctx,
  trx: Trx,
  actor: Actor,
  { id, workspace_id, email, role, token }: InvitationRow & { token: string },
): Promise<void> {
  if (!ctx.mail.isOn) return;
  const { name } = await getWorkspace(trx, workspace_id);
  const inviter = actor.kind === "person" ? await findMember(trx, workspace_id, actor.userId) : null;
  const who = inviter ? `${inviter.name || inviter.email} invites you` : "You are invited";
  const content = renderMail({
    title: `Join ${name} on Visoli`,
    paragraphs: [
      `${who} into the workspace "${name}", as ${role}.`,
      `Sign in as ${email}, or make an account with this address. The invitation works once, for 7 days.`,
    ],
    button: { label: "Accept the invitation", url: urlOf(ctx, token) },
    footer: "If you do not know what this is about, do nothing: without you nothing happens.",
  });
  await queueMail(ctx, trx, { to: email, subject: `Invitation to ${name}`, ...content, about: id });
}
