import type { Db } from "./schema.ts";

/** Ends whatever the person could still be known by without a password: resets that were asked for, second factors that are awaited. */
export async function forgetVerificationsOf(db: Db, userId: string): Promise<void> {
  await db.deleteFrom("verifications").where("value", "=", userId).execute();
}

/** Keeps the id until then: of all who do, one is told true. */
export async function keepOnce(
  db: Db,
  { id, now, expiresAt }: { id: string; now: number; expiresAt: number },
): Promise<boolean> {
  await db.deleteFrom("verifications").where("id", "=", id).where("expires_at", "<=", now).execute();
  const row = { id, identifier: id, value: "", expires_at: expiresAt, created_at: now, updated_at: now };
  const insert = db.insertInto("verifications").values(row);
  const { numInsertedOrUpdatedRows } = await insert
    .onConflict((conflict) => conflict.column("id").doNothing())
    .executeTakeFirst();
  return Number(numInsertedOrUpdatedRows ?? 0) === 1;
}
