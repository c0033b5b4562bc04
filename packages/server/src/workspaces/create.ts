import type { OwnWorkspace, OwnWorkspaces, WorkspaceCreate } from "@visoli/contract/workspace";
import type { Actor, Person } from "../core/actor.ts";
import { audit } from "../core/audit.ts";
import type { Ctx } from "../core/ctx.ts";
import { problem } from "../core/errors.ts";
import { type Idempotency, once } from "../core/idempotency.ts";
import { addMember, lockPerson, workspacesOf } from "../db/members.ts";
import type { Trx } from "../db/schema.ts";
import { insertWorkspace } from "../db/workspaces.ts";
import { iso } from "../lib/time.ts";

/** Each has a plan of its own, so one person must not have any number of them. */
const MAX_OWNED = 20;

/** Makes a workspace that the person owns. @throws workspace.limit_reached, idempotency.mismatch */
export async function createWorkspace(
  ctx: Ctx,
  person: Person,
  input: WorkspaceCreate,
  idempotency?: Idempotency,
): Promise<OwnWorkspace> {
  return ctx.db.transaction().execute(async (trx) => {
    await lockPerson(trx, ctx.config.database.kind, person.userId);
    const own = await workspacesOf(trx, person.userId);
    const make = async () => {
      if (own.filter(({ role }) => role === "owner").length >= MAX_OWNED)
        throw problem("workspace.limit_reached", `One person owns ${MAX_OWNED} workspaces at most`);
      return insertOwn(ctx, trx, person, input.name);
    };
    const [oldest] = own;
    if (!oldest || !idempotency) return make();
    // What a key was used for is kept in a workspace; in there each person has keys of their own.
    const keeper: Actor = { kind: "operator", workspaceId: oldest.workspaceId };
    const key = `${person.userId} ${idempotency.key}`;
    return (await once(ctx, trx, keeper, { ...idempotency, key }, make)).answer;
  });
}

async function insertOwn(ctx: Ctx, trx: Trx, { userId, from }: Person, name: string): Promise<OwnWorkspace> {
  const now = ctx.now();
  const { id } = await insertWorkspace(trx, name, now);
  await addMember(trx, { workspaceId: id, userId, role: "owner", now });
  const actor: Actor = {
    kind: "person",
    userId,
    workspaceId: id,
    role: "owner",
    isInstanceAdmin: false,
    from,
  };
  await audit(ctx, trx, actor, { action: "workspace.create", subject: id, changes: { name } });
  return { id, name, role: "owner", createdAt: iso(now) };
}

/** The workspaces that the person is in, the one they came to first at the beginning. */
export async function listOwnWorkspaces(ctx: Ctx, { userId }: Person): Promise<OwnWorkspaces> {
  const rows = await workspacesOf(ctx.db, userId);
  return {
    data: rows.map(({ workspaceId: id, name, role, createdAt }) => ({
      ...{ id, name, role, createdAt: iso(createdAt) },
    })),
  };
}
