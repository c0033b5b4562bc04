import type { Insertable, Selectable } from "kysely";
import type { Db, KeyTable } from "./schema.ts";

export type KeyRow = Selectable<KeyTable>;

export async function insertKey(db: Db, key: Insertable<KeyTable>): Promise<void> {
  await db.insertInto("api_keys").values(key).execute();
}

export async function findKeyByHash(db: Db, hash: string): Promise<KeyRow | null> {
  return (await db.selectFrom("api_keys").selectAll().where("hash", "=", hash).executeTakeFirst()) ?? null;
}

/** The workspace's key, revoked or not, or null. */
export async function findKey(db: Db, workspaceId: string, id: string): Promise<KeyRow | null> {
  const query = db.selectFrom("api_keys").selectAll().where("workspace_id", "=", workspaceId);
  return (await query.where("id", "=", id).executeTakeFirst()) ?? null;
}

/** The workspace's keys, newest first, revoked ones too. */
export async function listKeys(
  db: Db,
  workspaceId: string,
  page: { beforeId?: string | undefined; limit: number },
): Promise<KeyRow[]> {
  return db
    .selectFrom("api_keys")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .$if(page.beforeId !== undefined, (query) => query.where("id", "<", page.beforeId ?? ""))
    .orderBy("id", "desc")
    .limit(page.limit)
    .execute();
}

/** Revokes the key and gives it back; `isNew` is false a second time. Null where the workspace has no such key. */
export async function revokeKey(
  db: Db,
  workspaceId: string,
  id: string,
  now: number,
): Promise<{ key: KeyRow; isNew: boolean } | null> {
  const own = db
    .selectFrom("api_keys")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", id);
  const { numUpdatedRows } = await db
    .updateTable("api_keys")
    .set({ revoked_at: now })
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", id)
    .where("revoked_at", "is", null)
    .executeTakeFirst();
  const key = await own.executeTakeFirst();
  return key ? { key, isNew: numUpdatedRows > 0n } : null;
}

export async function touchKey(db: Db, id: string, now: number): Promise<void> {
  await db.updateTable("api_keys").set({ last_used_at: now }).where("id", "=", id).execute();
}
