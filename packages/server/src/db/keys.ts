import type { KeyState } from "@visoli/contract/key";
import type { ExpressionBuilder, Insertable, Selectable, Updateable } from "kysely";
import type { DatabaseConfig } from "../config.ts";
import type { Db, Schema, Trx } from "./schema.ts";
import type { KeyTable } from "./schema-workspaces.ts";

export type KeyRow = Selectable<KeyTable>;

export async function insertKey(db: Db, key: Insertable<KeyTable>): Promise<KeyRow> {
  return db.insertInto("api_keys").values(key).returningAll().executeTakeFirstOrThrow();
}

export async function findKeyByHash(db: Db, hash: string): Promise<KeyRow | null> {
  return (await db.selectFrom("api_keys").selectAll().where("hash", "=", hash).executeTakeFirst()) ?? null;
}

/** The workspace's key, revoked or not, or null. A test key is its sandbox's. */
export async function findKey(db: Db, workspaceId: string, id: string): Promise<KeyRow | null> {
  const query = db.selectFrom("api_keys").selectAll().where("workspace_id", "=", workspaceId);
  return (await query.where("id", "=", id).executeTakeFirst()) ?? null;
}

/** The same of the keys that are managed in the workspace: its own, and its test keys. */
export async function findManagedKey(db: Db, workspaceId: string, id: string): Promise<KeyRow | null> {
  return (await managedKey(db, workspaceId, id).executeTakeFirst()) ?? null;
}

/** ... held until the transaction ends. SQLite has one writer at a time anyway. */
export async function lockManagedKey(
  trx: Trx,
  kind: DatabaseConfig["kind"],
  workspaceId: string,
  id: string,
): Promise<KeyRow | null> {
  const query = managedKey(trx, workspaceId, id);
  return (await (kind === "postgres" ? query.forUpdate() : query).executeTakeFirst()) ?? null;
}

function managedKey(db: Db, workspaceId: string, id: string) {
  return db
    .selectFrom("api_keys")
    .selectAll()
    .where("id", "=", id)
    .where((keys) => isManagedIn(keys, workspaceId));
}

function isManagedIn(keys: ExpressionBuilder<Schema, "api_keys">, workspaceId: string) {
  const sandbox = keys.selectFrom("workspaces").select("id").where("sandbox_of", "=", workspaceId);
  return keys.or([keys("workspace_id", "=", workspaceId), keys("workspace_id", "=", sandbox)]);
}

export type KeyFilter = {
  state?: KeyState | undefined;
  mode?: string | undefined;
  beforeId?: string | undefined;
  limit: number;
  now: number;
};

/** The keys that are managed in the workspace, newest first. */
export async function listKeys(
  db: Db,
  workspaceId: string,
  { state, mode, beforeId, limit, now }: KeyFilter,
): Promise<KeyRow[]> {
  return db
    .selectFrom("api_keys")
    .selectAll()
    .where((keys) => isManagedIn(keys, workspaceId))
    .$if(state !== undefined, (query) => query.where((keys) => isIn(keys, state ?? "active", now)))
    .$if(mode !== undefined, (query) => query.where("mode", "=", mode ?? ""))
    .$if(beforeId !== undefined, (query) => query.where("id", "<", beforeId ?? ""))
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
}

/** The same distinctions as `stateOf` in keys/present.ts makes. */
function isIn(keys: ExpressionBuilder<Schema, "api_keys">, state: KeyState, now: number) {
  const live = keys("revoked_at", "is", null);
  switch (state) {
    case "revoked":
      return keys("revoked_at", "is not", null);
    case "expired":
      return keys.and([live, keys("expires_at", "<=", now)]);
    case "active":
      return keys.and([live, keys.or([keys("expires_at", "is", null), keys("expires_at", ">", now)])]);
  }
}

/** Writes what has changed, as the key's next version. */
export async function updateKey(db: Db, id: string, changes: Updateable<KeyTable>): Promise<KeyRow> {
  return db
    .updateTable("api_keys")
    .set((keys) => ({ ...changes, version: keys("version", "+", 1) }))
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** The successor has the roles in folders that the key has. */
export async function copyFolderRoles(db: Db, fromId: string, toId: string): Promise<void> {
  await db
    .insertInto("folder_members")
    .columns(["folder_id", "member", "role"])
    .expression((members) =>
      members
        .selectFrom("folder_members")
        .select(({ val, ref }) => ["folder_id", val(toId).as("member"), ref("role").as("role")])
        .where("member", "=", fromId),
    )
    .execute();
}

export async function touchKey(db: Db, id: string, now: number, from: string | null): Promise<void> {
  const update = db.updateTable("api_keys").set({ last_used_at: now, last_used_from: from });
  await update.where("id", "=", id).execute();
}
