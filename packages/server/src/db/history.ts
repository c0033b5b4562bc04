import type { Insertable, Selectable } from "kysely";
import type { Db } from "./schema.ts";
import type { HistoryTable } from "./schema-links.ts";

export type HistoryRow = Selectable<HistoryTable>;

export async function insertHistory(db: Db, row: Insertable<HistoryTable>): Promise<void> {
  await db.insertInto("link_history").values(row).execute();
}

/** Changes of a link, newest first; those that made the versions below `beforeVersion`, if that is given. */
export async function readHistory(
  db: Db,
  linkId: string,
  { beforeVersion, limit }: { beforeVersion?: number | undefined; limit: number },
): Promise<HistoryRow[]> {
  return db
    .selectFrom("link_history")
    .selectAll()
    .where("link_id", "=", linkId)
    .$if(beforeVersion !== undefined, (query) => query.where("version", "<", beforeVersion ?? 0))
    .orderBy("version", "desc")
    .limit(limit)
    .execute();
}

/** Changes that made the versions past `version`, newest first. */
export async function historySince(db: Db, linkId: string, version: number): Promise<HistoryRow[]> {
  const query = db.selectFrom("link_history").selectAll().where("link_id", "=", linkId);
  return query.where("version", ">", version).orderBy("version", "desc").execute();
}
