import type { Selectable } from "kysely";
import type { Db } from "./schema.ts";
import type { ReportTable } from "./schema-links.ts";

export type ReportRow = Selectable<ReportTable>;

export async function insertReport(db: Db, row: ReportRow): Promise<void> {
  await db.insertInto("reports").values(row).execute();
}

export async function findReport(db: Db, id: string): Promise<ReportRow | null> {
  return (await db.selectFrom("reports").selectAll().where("id", "=", id).executeTakeFirst()) ?? null;
}

/** Reports in that state, newest first. */
export async function listReports(
  db: Db,
  { state, beforeId, limit }: { state: string; beforeId?: string | undefined; limit: number },
): Promise<ReportRow[]> {
  return db
    .selectFrom("reports")
    .selectAll()
    .where("state", "=", state)
    .$if(beforeId !== undefined, (query) => query.where("id", "<", beforeId ?? ""))
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
}

/** Gives the report its state. */
export async function closeReport(db: Db, id: string, state: string, now: number): Promise<void> {
  await db.updateTable("reports").set({ state, closed_at: now }).where("id", "=", id).execute();
}

/** Gives all open reports of the link that state. */
export async function closeReportsOf(db: Db, linkId: string, state: string, now: number): Promise<void> {
  const update = db.updateTable("reports").set({ state, closed_at: now });
  await update.where("link_id", "=", linkId).where("state", "=", "open").execute();
}
