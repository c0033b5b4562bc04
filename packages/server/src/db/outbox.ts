import type { Insertable, Selectable } from "kysely";
import type { Db } from "./schema.ts";
import type { OutboxTable } from "./schema-events.ts";
import type { AuditTable } from "./schema-workspaces.ts";

export type OutboxRow = Selectable<OutboxTable>;

export async function insertOutbox(db: Db, row: Insertable<OutboxTable>): Promise<void> {
  await db.insertInto("outbox").values(row).execute();
}

/** The oldest events that have not been reacted to. */
export async function readOutbox(db: Db, limit: number): Promise<OutboxRow[]> {
  return db.selectFrom("outbox").selectAll().orderBy("sequence").limit(limit).execute();
}

export async function removeFromOutbox(db: Db, ids: string[]): Promise<void> {
  if (ids.length > 0) await db.deleteFrom("outbox").where("id", "in", ids).execute();
}

export async function insertAudit(db: Db, row: Insertable<AuditTable>): Promise<void> {
  await db.insertInto("audit_log").values(row).execute();
}
