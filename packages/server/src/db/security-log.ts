import type { Selectable } from "kysely";
import type { Db } from "./schema.ts";
import type { SecurityLogTable } from "./schema-people.ts";

export type SecurityLogRow = Selectable<SecurityLogTable>;

export async function insertSecurityEvent(db: Db, row: SecurityLogRow): Promise<void> {
  await db.insertInto("security_log").values(row).execute();
}

/** Newest first. */
export async function listSecurityEvents(
  db: Db,
  userId: string,
  { since, beforeId, limit }: { since: number; beforeId?: string | undefined; limit: number },
): Promise<SecurityLogRow[]> {
  return db
    .selectFrom("security_log")
    .selectAll()
    .where("user_id", "=", userId)
    .where("created_at", ">=", since)
    .$if(beforeId !== undefined, (query) => query.where("id", "<", beforeId ?? ""))
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
}

export async function forgetSecurityEvents(db: Db, before: number): Promise<void> {
  await db.deleteFrom("security_log").where("created_at", "<", before).execute();
}
