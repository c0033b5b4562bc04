import { newId } from "@visoli/contract/ids";
import type { Role } from "@visoli/contract/role";
import type { Actor, Person } from "../packages/server/src/core/actor.ts";
import { addMember } from "../packages/server/src/db/members.ts";
import { insertUser } from "../packages/server/src/db/people.ts";
import { clearWorkspaces } from "../packages/server/src/jobs/clear-workspaces.ts";
import { keepAudit } from "../packages/server/src/jobs/keep-audit.ts";
import { sendMails } from "../packages/server/src/jobs/mails.ts";
import { relay } from "../packages/server/src/jobs/relay.ts";
import type { World } from "./context.ts";

export type PersonActor = Extract<Actor, { kind: "person" }>;
let people = 0;

/** Somebody with an account, in no workspace. */
export async function addPerson({ ctx, clock }: World, email?: string): Promise<Person> {
  const userId = newId("usr", clock.now);
  const address = email ?? `person-${++people}@example.com`;
  await insertUser(ctx.db, {
    ...{ id: userId, name: `Person ${people}`, email: address, created_at: clock.now },
    ...{ is_email_verified: 1, is_instance_admin: 0 },
  });
  return { userId, email: address, isEmailVerified: true };
}

/** Somebody who is in the workspace (the world's unless told), as the verbs know them. */
export async function addMemberWith(
  world: World,
  role: Role,
  { email, workspaceId = world.operator.workspaceId }: { email?: string; workspaceId?: string } = {},
): Promise<PersonActor & { email: string }> {
  const person = await addPerson(world, email);
  await addMember(world.ctx.db, { workspaceId, userId: person.userId, role, now: world.clock.now });
  return asMember(person, role, workspaceId);
}

export function asMember(person: Person, role: Role, workspaceId: string): PersonActor & { email: string } {
  const { userId, email } = person;
  return { kind: "person", userId, workspaceId, role, isInstanceAdmin: false, email };
}

/** What happens by itself, at once. */
export const jobs = { clearWorkspaces, keepAudit, relay, sendMails };
