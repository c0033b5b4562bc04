import type { Db } from "./schema.ts";
import type { SessionTable } from "./schema-people.ts";

export type SessionProof = NonNullable<SessionTable["proof"]>;

/** When the session's person last showed that it is them, and by what they signed in; null where there is no such session. */
export async function sessionProof(
  db: Db,
  userId: string,
  id: string,
): Promise<{ provenAt: number; proof: SessionProof | null } | null> {
  const query = db.selectFrom("sessions").select(["created_at", "confirmed_at", "proof"]);
  const row = await query.where("user_id", "=", userId).where("id", "=", id).executeTakeFirst();
  return row ? { provenAt: Math.max(row.created_at, row.confirmed_at ?? 0), proof: row.proof } : null;
}

export async function confirmSession(db: Db, userId: string, id: string, now: number): Promise<void> {
  const update = db.updateTable("sessions").set({ confirmed_at: now });
  await update.where("user_id", "=", userId).where("id", "=", id).execute();
}
