import type { Role } from "@visoli/contract/role";
import type { Selectable } from "kysely";
import type { DatabaseConfig } from "../config.ts";
import type { Db, Trx } from "./schema.ts";
import type { SessionTable, UserTable } from "./schema-people.ts";

export type UserRow = Selectable<UserTable>;
export type SessionRow = Selectable<SessionTable>;

export async function findUser(db: Db, id: string): Promise<UserRow | null> {
  return (await db.selectFrom("users").selectAll().where("id", "=", id).executeTakeFirst()) ?? null;
}

/** `email` in lower case. */
export async function findUserByEmail(db: Db, email: string): Promise<UserRow | null> {
  return (await db.selectFrom("users").selectAll().where("email", "=", email).executeTakeFirst()) ?? null;
}

/** Holds the person until the transaction ends. SQLite has one writer at a time anyway. */
export async function lockUser(trx: Trx, kind: DatabaseConfig["kind"], id: string): Promise<void> {
  const query = trx.selectFrom("users").select("id").where("id", "=", id).forUpdate();
  if (kind === "postgres") await query.execute();
}

export async function insertUser(
  db: Db,
  user: Pick<UserRow, "id" | "name" | "email" | "is_email_verified" | "is_instance_admin" | "created_at">,
): Promise<void> {
  const rest = { image: null, disabled_at: null, updated_at: user.created_at };
  await db
    .insertInto("users")
    .values({ ...user, ...rest })
    .execute();
}

/** The way to sign in by a password. */
export async function insertPassword(
  db: Db,
  { id, userId, hash, now }: { id: string; userId: string; hash: string; now: number },
): Promise<void> {
  await db
    .insertInto("accounts")
    .values({
      ...{ id, user_id: userId, provider: "credential", provider_account: userId },
      ...{ password_hash: hash, scope: null, created_at: now, updated_at: now },
    })
    .execute();
}

export async function passwordHashOf(db: Db, userId: string): Promise<string | null> {
  const query = db.selectFrom("accounts").select("password_hash").where("user_id", "=", userId);
  const row = await query.where("provider", "=", "credential").executeTakeFirst();
  return row?.password_hash ?? null;
}

/** Whether any workspace has an open invitation for the address. */
export async function isInvited(db: Db, email: string, now: number): Promise<boolean> {
  const query = db
    .selectFrom("invitations")
    .innerJoin("workspaces", "workspaces.id", "invitations.workspace_id")
    .select("invitations.id")
    .where("invitations.email", "=", email)
    .where("invitations.accepted_at", "is", null)
    .where("invitations.revoked_at", "is", null)
    .where("invitations.expires_at", ">", now)
    .where("workspaces.deleted_at", "is", null);
  return (await query.limit(1).executeTakeFirst()) !== undefined;
}

/** A session that is not over, of a person who may sign in, with every workspace they are in; in one query. */
export type FoundSession = {
  id: string;
  userId: string;
  isInstanceAdmin: boolean;
  workspaceId: string | null;
  createdAt: number;
  updatedAt: number;
  proof: SessionRow["proof"];
  memberships: { workspaceId: string; role: Role }[];
};

export async function findSession(db: Db, tokenHash: string, now: number): Promise<FoundSession | null> {
  const rows = await db
    .selectFrom("sessions")
    .innerJoin("users", "users.id", "sessions.user_id")
    .leftJoin("members", "members.user_id", "users.id")
    .leftJoin("workspaces", (join) =>
      join.onRef("workspaces.id", "=", "members.workspace_id").on("workspaces.deleted_at", "is", null),
    )
    .select(["sessions.id", "sessions.user_id", "sessions.active_workspace"])
    .select(["sessions.created_at", "sessions.updated_at", "sessions.proof"])
    .select(["users.is_instance_admin", "workspaces.id as member_of", "members.role"])
    .where("sessions.token_hash", "=", tokenHash)
    .where("sessions.expires_at", ">", now)
    .where("users.disabled_at", "is", null)
    .orderBy("members.created_at")
    .orderBy("members.workspace_id")
    .execute();
  const [first] = rows;
  if (!first) return null;
  return {
    id: first.id,
    userId: first.user_id,
    isInstanceAdmin: first.is_instance_admin === 1,
    workspaceId: first.active_workspace,
    createdAt: first.created_at,
    updatedAt: first.updated_at,
    proof: first.proof,
    memberships: rows.flatMap(({ member_of, role }) =>
      member_of && role ? [{ workspaceId: member_of, role: role as Role }] : [],
    ),
  };
}

export async function renewSession(
  db: Db,
  id: string,
  { now, until }: { now: number; until: number },
): Promise<void> {
  const update = db.updateTable("sessions").set({ updated_at: now, expires_at: until });
  await update.where("id", "=", id).execute();
}

/** The person's sessions that are not over, newest first. */
export async function listSessions(db: Db, userId: string, now: number): Promise<SessionRow[]> {
  return db
    .selectFrom("sessions")
    .selectAll()
    .where("user_id", "=", userId)
    .where("expires_at", ">", now)
    .orderBy("id", "desc")
    .limit(1_000)
    .execute();
}

/** Ends the person's session of that id; false where there is none. */
export async function endSession(db: Db, userId: string, id: string): Promise<boolean> {
  const query = db.deleteFrom("sessions").where("user_id", "=", userId).where("id", "=", id);
  return (await query.executeTakeFirst()).numDeletedRows > 0n;
}

/** Ends all of the person's sessions but the one. */
export async function endOtherSessions(db: Db, userId: string, keepId: string | null): Promise<number> {
  const query = db
    .deleteFrom("sessions")
    .where("user_id", "=", userId)
    .$if(keepId !== null, (all) => all.where("id", "!=", keepId ?? ""));
  return Number((await query.executeTakeFirst()).numDeletedRows);
}

/** What is over and done with: sessions, resets, second factors that nobody came back for. */
export async function forgetEnded(db: Db, now: number): Promise<void> {
  await db.deleteFrom("sessions").where("expires_at", "<", now).execute();
  await db.deleteFrom("verifications").where("expires_at", "<", now).execute();
}

/** Whoever has the address without ever having confirmed it, and is in no workspace. */
export async function forgetUnconfirmed(db: Db, email: string): Promise<void> {
  await db
    .deleteFrom("users")
    .where("email", "=", email)
    .where("is_email_verified", "=", 0)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom("members").select("user_id").whereRef("members.user_id", "=", "users.id"))),
    )
    .execute();
}

/** What was kept under the identifier, as it is kept; null where there is nothing. */
export async function verificationValue(db: Db, identifier: string): Promise<string | null> {
  const query = db.selectFrom("verifications").select("value").where("identifier", "=", identifier);
  return (await query.executeTakeFirst())?.value ?? null;
}

/** The person has shown that mail to the address reaches them. */
export async function confirmEmail(db: Db, userId: string): Promise<void> {
  await db.updateTable("users").set({ is_email_verified: 1 }).where("id", "=", userId).execute();
}

/** The person gets in again as an admin of the service: without sessions, password and second factor of before. */
export async function recoverUser(trx: Trx, id: string, now: number): Promise<void> {
  const on = { is_email_verified: 1, is_instance_admin: 1, is_two_factor_on: 0 };
  const update = trx.updateTable("users").set({ ...on, disabled_at: null, updated_at: now });
  await update.where("id", "=", id).execute();
  await trx.deleteFrom("two_factors").where("user_id", "=", id).execute();
  await trx.deleteFrom("sessions").where("user_id", "=", id).execute();
  const passwords = trx.deleteFrom("accounts").where("user_id", "=", id);
  await passwords.where("provider", "=", "credential").execute();
}

/** Nobody signs in as them from now on, and every session ends; false where it was so before. */
export async function disableUser(trx: Trx, id: string, now: number): Promise<boolean> {
  const update = trx.updateTable("users").set({ disabled_at: now, updated_at: now });
  const changed = await update.where("id", "=", id).where("disabled_at", "is", null).executeTakeFirst();
  await trx.deleteFrom("sessions").where("user_id", "=", id).execute();
  return changed.numUpdatedRows > 0n;
}

export async function enableUser(db: Db, id: string): Promise<boolean> {
  const update = db.updateTable("users").set({ disabled_at: null }).where("id", "=", id);
  return (await update.where("disabled_at", "is not", null).executeTakeFirst()).numUpdatedRows > 0n;
}

export async function updateUser(
  db: Db,
  id: string,
  changes: Partial<Pick<UserRow, "name" | "updated_at">>,
): Promise<void> {
  await db.updateTable("users").set(changes).where("id", "=", id).execute();
}

/** Where the session is at work from now on. */
export async function setActiveWorkspace(db: Db, sessionId: string, workspaceId: string): Promise<void> {
  const update = db.updateTable("sessions").set({ active_workspace: workspaceId });
  await update.where("id", "=", sessionId).execute();
}

export async function signInWays(
  db: Db,
  userId: string,
): Promise<{ provider: string; created_at: number }[]> {
  const query = db.selectFrom("accounts").select(["provider", "created_at"]).where("user_id", "=", userId);
  return query.orderBy("created_at").execute();
}

/** What the audit logs say that the person did, newest first. */
export async function deedsOf(db: Db, userId: string, limit: number) {
  return db
    .selectFrom("audit_log")
    .select(["created_at", "workspace_id", "action", "subject"])
    .where("actor", "=", userId)
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
}

/** The person and all that is theirs alone: ways to sign in, sessions, passkeys. */
export async function deleteUser(trx: Trx, id: string): Promise<void> {
  await trx.deleteFrom("verifications").where("value", "=", id).execute();
  await trx.deleteFrom("users").where("id", "=", id).execute();
}

export async function insertSession(db: Db, row: SessionRow): Promise<void> {
  await db.insertInto("sessions").values(row).execute();
}

/** Keeps a question until it is answered, or too old. `identifier` is a hash where it is a secret. */
export async function insertVerification(
  db: Db,
  row: { id: string; identifier: string; value: string; expiresAt: number; now: number },
): Promise<void> {
  const { id, identifier, value, expiresAt, now } = row;
  await db
    .insertInto("verifications")
    .values({ id, identifier, value, expires_at: expiresAt, created_at: now, updated_at: now })
    .execute();
}

/** Takes the question away: of those that answer at once, one gets its value; null where there is none, or it is too old. */
export async function takeVerification(db: Db, identifier: string, now: number): Promise<string | null> {
  const taken = db.deleteFrom("verifications").where("identifier", "=", identifier).returningAll();
  const row = await taken.executeTakeFirst();
  return row && row.expires_at > now ? row.value : null;
}
