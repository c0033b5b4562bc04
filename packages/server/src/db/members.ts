import type { Role } from "@visoli/contract/role";
import type { Selectable } from "kysely";
import type { DatabaseKind } from "./insert-rows.ts";
import type { Db, Trx } from "./schema.ts";
import type { MemberTable } from "./schema-workspaces.ts";

export type MemberRow = Selectable<MemberTable>;
/** A member with what is known of the person. */
export type MemberWithPerson = MemberRow & { email: string; name: string };

/** What the person is in the workspace; null where they are no member, or it is deleted. */
export async function roleOf(db: Db, userId: string, workspaceId: string): Promise<Role | null> {
  const row = await membersOf(db, userId).where("members.workspace_id", "=", workspaceId).executeTakeFirst();
  return (row?.role as Role | undefined) ?? null;
}

/** The workspaces that the person is in, the one they came to first at the beginning. */
export async function workspacesOf(
  db: Db,
  userId: string,
): Promise<{ workspaceId: string; name: string; role: Role; createdAt: number }[]> {
  const rows = await membersOf(db, userId)
    .orderBy("members.created_at")
    .orderBy("members.workspace_id")
    .execute();
  return rows.map((row) => ({
    workspaceId: row.workspace_id,
    name: row.name,
    role: row.role as Role,
    createdAt: row.created_at,
  }));
}

function membersOf(db: Db, userId: string) {
  return db
    .selectFrom("members")
    .innerJoin("workspaces", "workspaces.id", "members.workspace_id")
    .select(["members.workspace_id", "members.role", "members.created_at", "workspaces.name"])
    .where("members.user_id", "=", userId)
    .where("workspaces.deleted_at", "is", null);
}

/** False where they are a member already: their role stays. */
export async function addMember(
  db: Db,
  member: { workspaceId: string; userId: string; role: Role; now: number },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto("members")
    .values({
      workspace_id: member.workspaceId,
      user_id: member.userId,
      role: member.role,
      created_at: member.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return Number(numInsertedOrUpdatedRows ?? 0) === 1;
}

/** The workspace's members by id, from behind `afterId` on. */
export async function listMembers(
  db: Db,
  workspaceId: string,
  page: { afterId?: string | undefined; limit: number },
): Promise<MemberWithPerson[]> {
  return withPersons(db, workspaceId)
    .$if(page.afterId !== undefined, (query) => query.where("members.user_id", ">", page.afterId ?? ""))
    .orderBy("members.user_id")
    .limit(page.limit)
    .execute();
}

export async function findMember(
  db: Db,
  workspaceId: string,
  userId: string,
): Promise<MemberWithPerson | null> {
  const query = withPersons(db, workspaceId).where("members.user_id", "=", userId);
  return (await query.executeTakeFirst()) ?? null;
}

/** Whether somebody with the address is a member. */
export async function hasMemberWithEmail(db: Db, workspaceId: string, email: string): Promise<boolean> {
  const query = withPersons(db, workspaceId).where("users.email", "=", email).limit(1);
  return (await query.executeTakeFirst()) !== undefined;
}

function withPersons(db: Db, workspaceId: string) {
  return db
    .selectFrom("members")
    .innerJoin("users", "users.id", "members.user_id")
    .selectAll("members")
    .select(["users.email", "users.name"])
    .where("members.workspace_id", "=", workspaceId);
}

/** How many members have the role. */
export async function countMembers(db: Db, workspaceId: string, role?: Role): Promise<number> {
  const { n } = await db
    .selectFrom("members")
    .select(({ fn }) => fn.countAll<number>().as("n"))
    .where("workspace_id", "=", workspaceId)
    .$if(role !== undefined, (query) => query.where("role", "=", role ?? ""))
    .executeTakeFirstOrThrow();
  return Number(n);
}

/** Holds the person against others who count what is theirs, until the transaction ends. SQLite has one writer at a time anyway. */
export async function lockPerson(trx: Trx, kind: DatabaseKind, userId: string): Promise<void> {
  const query = trx.selectFrom("users").select("id").where("id", "=", userId);
  if (kind === "postgres") await query.forUpdate().execute();
}

export async function setRole(db: Db, workspaceId: string, userId: string, role: Role): Promise<void> {
  const update = db.updateTable("members").set({ role }).where("workspace_id", "=", workspaceId);
  await update.where("user_id", "=", userId).execute();
}

/** Takes the person out of the workspace, and out of its folders. */
export async function removeMember(db: Db, workspaceId: string, userId: string): Promise<void> {
  const folders = db.selectFrom("folders").select("id").where("workspace_id", "=", workspaceId);
  await db
    .deleteFrom("folder_members")
    .where("member", "=", userId)
    .where("folder_id", "in", folders)
    .execute();
  await db
    .deleteFrom("members")
    .where("workspace_id", "=", workspaceId)
    .where("user_id", "=", userId)
    .execute();
}
