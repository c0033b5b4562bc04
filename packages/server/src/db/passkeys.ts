import type { Selectable } from "kysely";
import type { Db, Trx } from "./schema.ts";
import type { PasskeyTable } from "./schema-people.ts";

export type PasskeyRow = Selectable<PasskeyTable>;

/** The person's passkeys, oldest first. */
export async function listPasskeys(db: Db, userId: string): Promise<PasskeyRow[]> {
  return db.selectFrom("passkeys").selectAll().where("user_id", "=", userId).orderBy("id").execute();
}

export async function findPasskey(db: Db, credentialId: string): Promise<PasskeyRow | null> {
  const query = db.selectFrom("passkeys").selectAll().where("credential_id", "=", credentialId);
  return (await query.executeTakeFirst()) ?? null;
}

/** False where the passkey is somebody's already. */
export async function insertPasskey(trx: Trx, row: PasskeyRow): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto("passkeys")
    .values(row)
    .onConflict((conflict) => conflict.column("credential_id").doNothing())
    .executeTakeFirst();
  return Number(numInsertedOrUpdatedRows ?? 0) === 1;
}

/** It was used; false where its counter has gone on meanwhile. */
export async function usePasskey(
  db: Db,
  { id, counter: before }: PasskeyRow,
  { counter, now }: { counter: number; now: number },
): Promise<boolean> {
  const update = db.updateTable("passkeys").set({ counter, last_used_at: now }).where("id", "=", id);
  return (await update.where("counter", "=", before).executeTakeFirst()).numUpdatedRows === 1n;
}

export async function deletePasskey(db: Db, userId: string, id: string): Promise<boolean> {
  const query = db.deleteFrom("passkeys").where("user_id", "=", userId).where("id", "=", id);
  return (await query.executeTakeFirst()).numDeletedRows === 1n;
}
