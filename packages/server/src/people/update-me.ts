import type { Me, MeUpdate } from "@visoli/contract/person";
import type { Actor } from "../core/actor.ts";
import { problem } from "../core/errors.ts";
import { requirePerson } from "../core/require-person.ts";
import { workspacesOf } from "../db/members.ts";
import { setActiveWorkspace, updateUser } from "../db/people.ts";
import { checkPassword } from "./check-password.ts";
import type { Asking } from "./fresh.ts";
import { securityMail } from "./mails.ts";
import { loadUser, readMe } from "./me.ts";
import { askAs, type People } from "./people.ts";
import { note } from "./security-log.ts";

/**
 * Changes what the input names; the address only once the mail to the new one was answered. The answer is the same where that address has
 * an account. @throws workspace.not_found, auth.wrong_password, auth.confirmation_needed, mail.off
 */
export async function updateMe(people: People, asking: Asking, input: MeUpdate): Promise<Me> {
  const { ctx } = people;
  const { actor, sessionId, visitor } = asking;
  const { userId } = requirePerson(actor);
  const user = await loadUser(ctx, userId);
  const { name, email, password, workspaceId } = input;
  if (workspaceId !== undefined) await enterWorkspace(people, userId, { sessionId, workspaceId });
  if (email !== undefined && email !== user.email) {
    if (!ctx.mail.isOn) throw problem("mail.off", "This service sends no mail, so the address stays");
    await checkPassword(people, asking, password);
    await people.attempts.take(visitor.address, `change ${userId}`);
    const call = { method: "POST", path: "/change-email", body: { newEmail: email } } as const;
    await askAs(people, visitor, call);
    await note(ctx, userId, "address.change_asked", visitor.caller);
    await securityMail(ctx, user.email, "Somebody is changing your address");
  }
  if (name !== undefined) await updateUser(ctx.db, userId, { name, updated_at: ctx.now() });
  const place = workspaceId === undefined ? {} : await placeOf(people, userId, workspaceId);
  return readMe(ctx, { ...actor, ...place } as Actor);
}

async function placeOf({ ctx }: People, userId: string, workspaceId: string) {
  const found = (await workspacesOf(ctx.db, userId)).find((one) => one.workspaceId === workspaceId);
  return found ? { workspaceId, role: found.role } : {};
}

async function enterWorkspace(
  people: People,
  userId: string,
  { sessionId, workspaceId }: { sessionId: string; workspaceId: string },
): Promise<void> {
  if (!("role" in (await placeOf(people, userId, workspaceId))))
    throw problem("workspace.not_found", "You are in no such workspace");
  await setActiveWorkspace(people.ctx.db, sessionId, workspaceId);
}
