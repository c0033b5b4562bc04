import type { Me, Person } from "@visoli/contract/person";
import { ROLE_SCOPES } from "@visoli/contract/role";
import type { Scope } from "@visoli/contract/scopes";
import type { Actor } from "../core/actor.ts";
import type { Ctx } from "../core/ctx.ts";
import { problem } from "../core/errors.ts";
import { holdsScope } from "../core/guard.ts";
import { requirePerson } from "../core/require-person.ts";
import { workspacesOf } from "../db/members.ts";
import { findUser, passwordHashOf, type UserRow } from "../db/people.ts";
import { iso } from "../lib/time.ts";

/** Who asks, where, and what they may do there. */
export async function readMe(ctx: Ctx, actor: Actor): Promise<Me> {
  const workspaceId = actor.workspaceId || null;
  if (actor.kind === "key") {
    const { keyId: id, scopes } = actor;
    return { kind: "key", person: null, key: { id }, workspaceId, workspaces: [], scopes: [...scopes] };
  }
  const { userId, role } = requirePerson(actor);
  const workspaces = await workspacesOf(ctx.reads, userId);
  const scopes: Scope[] = [
    ...(workspaceId ? ROLE_SCOPES[role] : []),
    ...(holdsScope(actor, "instance:admin") ? (["instance:admin"] as const) : []),
  ];
  return {
    ...{ kind: "person", person: await readPerson(ctx, userId), key: null, workspaceId, scopes },
    workspaces: workspaces.map((one) => ({ id: one.workspaceId, name: one.name, role: one.role })),
  };
}

export async function readPerson(ctx: Ctx, userId: string): Promise<Person> {
  const user = await loadUser(ctx, userId);
  return {
    ...{ id: user.id, name: user.name, email: user.email },
    isEmailVerified: user.is_email_verified === 1,
    isTwoFactorOn: user.is_two_factor_on === 1,
    isInstanceAdmin: user.is_instance_admin === 1,
    hasPassword: (await passwordHashOf(ctx.db, userId)) !== null,
    createdAt: iso(user.created_at),
  };
}

/** @throws auth.unauthenticated where the person is gone meanwhile */
export async function loadUser(ctx: Ctx, userId: string): Promise<UserRow> {
  const user = await findUser(ctx.db, userId);
  if (!user) throw problem("auth.unauthenticated", "Sign in first");
  return user;
}
