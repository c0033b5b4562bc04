import type { Actor } from "../core/actor.ts";
import { problem } from "../core/errors.ts";
import type { KnownSession, Sessions } from "../people/session.ts";

/** What somebody may ask who is in no workspace (any more): about themselves, and to come into one. */
const WITHOUT_WORKSPACE = /^\/api\/v1\/(me|workspaces|invitations)(\/|$)/;

/**
 * Who the cookie stands for, in the workspace that was named, else where they were last at work, else the one they came to first.
 * @throws auth.unauthenticated, workspace.not_found
 */
export async function identifyPerson(
  sessions: Sessions,
  {
    cookie,
    workspaceId,
    path,
    from,
  }: { cookie: string; workspaceId: string | undefined; path: string; from: string | undefined },
): Promise<{ actor: Actor; session: KnownSession }> {
  const session = await sessions.find(cookie);
  if (!session) throw problem("auth.unauthenticated", "The session is over; sign in again");
  const { memberships, userId, isInstanceAdmin, lacksSecondFactor } = session;
  const isNamed = workspaceId !== undefined;
  const wanted = workspaceId ?? session.workspaceId;
  const found =
    memberships.find((one) => one.workspaceId === wanted) ?? (isNamed ? undefined : memberships[0]);
  if (!found && (isNamed || !WITHOUT_WORKSPACE.test(path)))
    throw problem("workspace.not_found", "You are in no such workspace");
  const place = found ?? { workspaceId: "", role: "viewer" as const };
  return { actor: { kind: "person", userId, ...place, isInstanceAdmin, lacksSecondFactor, from }, session };
}
