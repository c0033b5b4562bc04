import { type LinkRow, withNames } from "./links.ts";
import type { Db } from "./schema.ts";

/** Links of these ids, of whatever workspace. */
export async function anyLinksById(db: Db, ids: string[]): Promise<LinkRow[]> {
  if (ids.length === 0) return [];
  return withNames(
    db,
    await db
      .selectFrom("links")
      .selectAll()
      .where("id", "in", [...new Set(ids)])
      .execute(),
  );
}

/** The workspace's links of these ids, those in the trash among them. */
export async function linksById(db: Db, workspaceId: string, ids: string[]): Promise<LinkRow[]> {
  if (ids.length === 0) return [];
  const query = db.selectFrom("links").selectAll().where("workspace_id", "=", workspaceId);
  return withNames(db, await query.where("id", "in", ids).execute());
}
