import { problem } from "../core/errors.ts";
import { requirePerson } from "../core/require-person.ts";
import { insertInvalidations } from "../db/invalidations.ts";
import { countMembers, removeMember, workspacesOf } from "../db/members.ts";
import { deleteUser, lockUser } from "../db/people.ts";
import type { Trx } from "../db/schema.ts";
import { closeWorkspace } from "../db/workspace-end.ts";
import { firstWorkspace, lockWorkspace } from "../db/workspaces.ts";
import { checkPassword } from "./check-password.ts";
import type { Asking } from "./fresh.ts";
import type { People } from "./people.ts";

/**
 * Deletes the person, at once and for good. Workspaces where nobody else is are closed with everything in them, but for the service's
 * first; what they did in others stays under their id. @throws auth.wrong_password, auth.confirmation_needed, person.sole_owner
 */
export async function deleteMe(people: People, asking: Asking, password: string | undefined): Promise<void> {
  const { ctx } = people;
  const { userId } = requirePerson(asking.actor);
  await checkPassword(people, asking, password);
  const { kind } = ctx.config.database;
  const hasClosed = await ctx.db.transaction().execute(async (trx) => {
    await lockUser(trx, kind, userId);
    const own = await workspacesOf(trx, userId);
    // In one order, so that two who leave at once do not wait for each other.
    for (const { workspaceId } of own.toSorted((a, b) => (a.workspaceId < b.workspaceId ? -1 : 1)))
      await lockWorkspace(trx, kind, workspaceId);
    const places = await Promise.all(own.map(async (one) => ({ ...one, ...(await others(trx, one)) })));
    refuseSoleOwner(places);
    const first = (await firstWorkspace(trx))?.id;
    const empty = places.filter((one) => one.members === 1 && one.workspaceId !== first);
    for (const { workspaceId } of places) await removeMember(trx, workspaceId, userId);
    for (const { workspaceId } of empty) await closeWorkspace(trx, workspaceId, ctx.now());
    if (empty.length > 0)
      await insertInvalidations(trx, kind, [{ kind: "everything" }], ctx.now(), ctx.origin);
    await deleteUser(trx, userId);
    return empty.length > 0;
  });
  ctx.log.info({ user: userId }, "a person is deleted");
  if (!hasClosed) return;
  await ctx.domains.reload();
  ctx.forgetDomains();
}

async function others(trx: Trx, { workspaceId }: { workspaceId: string }) {
  return {
    members: await countMembers(trx, workspaceId),
    owners: await countMembers(trx, workspaceId, "owner"),
  };
}

function refuseSoleOwner(
  places: { name: string; workspaceId: string; role: string; members: number; owners: number }[],
): void {
  const left = places.filter((one) => one.role === "owner" && one.owners === 1 && one.members > 1);
  if (left.length === 0) return;
  const names = left.map(({ name, workspaceId }) => `${name} (${workspaceId})`).join(", ");
  throw problem(
    "person.sole_owner",
    `Hand over first, for others are in it and nobody else owns it: ${names}`,
  );
}
