import { randomText } from "@visoli/contract/base62";
import { newId } from "@visoli/contract/ids";
import { KeyCreateSchema } from "@visoli/contract/key";
import type { Actor } from "../../packages/server/src/core/actor.ts";
import type { LinkCtx } from "../../packages/server/src/core/ctx.ts";
import { addMember } from "../../packages/server/src/db/members.ts";
import { insertPassword, insertUser } from "../../packages/server/src/db/people.ts";
import { createFolder } from "../../packages/server/src/folders/create.ts";
import { createKey } from "../../packages/server/src/keys/create.ts";
import { hashPassword } from "../../packages/server/src/people/passwords.ts";
import { createWorkspace } from "../../packages/server/src/workspaces/create.ts";
import { FOLDERS } from "./links.ts";

export type Seeded = { email: string; password: string; apiKey: string; actor: Actor };

const PEOPLE = [
  { name: "Grace Hopper", role: "admin" },
  { name: "Alan Turing", role: "member" },
  { name: "Mary Somerville", role: "viewer" },
] as const;
const KEYS = [
  { name: "Invitations", scopes: ["links:read", "links:write"] },
  { name: "Build server", scopes: ["links:write"] },
  { name: "Reports", scopes: ["stats:read", "links:read"] },
] as const;

/** A new workspace with its people, folders and keys; its owner signs in with the password. */
export async function makeWorkspace(ctx: LinkCtx): Promise<Seeded> {
  const password = randomText(20);
  const email = `demo-${randomText(6).toLowerCase()}@example.com`;
  const userId = await makePerson(ctx, "Ada Lovelace", email);
  const now = ctx.now();
  await insertPassword(ctx.db, { id: randomText(24), userId, hash: await hashPassword(password), now });
  const person = { userId, email, isEmailVerified: true };
  const { id: workspaceId } = await createWorkspace(ctx, person, { name: "Wanderlust Travel" });
  const actor: Actor = { kind: "person", userId, workspaceId, role: "owner", isInstanceAdmin: false };
  for (const { name, role } of PEOPLE) {
    const member = await makePerson(ctx, name, `${randomText(8).toLowerCase()}@example.com`);
    await addMember(ctx.db, { workspaceId, userId: member, role, now: ctx.now() });
  }
  for (const name of FOLDERS) await createFolder(ctx, actor, { name });
  for (const key of KEYS)
    await createKey(ctx, actor, KeyCreateSchema.parse({ ...key, scopes: [...key.scopes] }));
  const { key: apiKey } = await createKey(ctx, actor, KeyCreateSchema.parse({ name: "Demo" }));
  return { email, password, apiKey, actor };
}

async function makePerson(ctx: LinkCtx, name: string, email: string): Promise<string> {
  const id = newId("usr", ctx.now());
  const row = { id, name, email, created_at: ctx.now(), is_email_verified: 1, is_instance_admin: 0 };
  await insertUser(ctx.db, row);
  return id;
}
