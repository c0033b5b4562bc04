import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { Db } from "./schema.ts";

/** Which of the workspace's links somebody sees: none in these folders, and where there is an owner, theirs alone. */
export type VisibleLinks = { hiddenFolderIds: string[]; ownerId: string | null };

/**
 * The condition for it, on the table `links`. `found` says by what the links are found: where that is something else than whose they are,
 * SQLite is not to go through all of the owner's instead.
 */
export function isVisible(
  { hiddenFolderIds, ownerId }: VisibleLinks,
  found: "by owner" | "otherwise" = "by owner",
): RawBuilder<SqlBool> {
  const owner = found === "by owner" ? sql`links.owner_id` : sql`coalesce(links.owner_id, '')`;
  const conditions: RawBuilder<unknown>[] = [];
  if (ownerId !== null) conditions.push(sql`${owner} = ${ownerId}`);
  if (hiddenFolderIds.length > 0)
    conditions.push(sql`(links.folder_id is null or links.folder_id not in (${sql.join(hiddenFolderIds)}))`);
  return conditions.length > 0 ? sql<SqlBool>`(${sql.join(conditions, sql` and `)})` : sql<SqlBool>`true`;
}

/** So many at a time: redirects go on in between where SQLite answers in our own thread. */
const SLICE = 10_000;

/** Ids of the owner's links, those in the trash among them: of those named, or of all, and then no more than `limit`. */
export async function ownLinkIds(
  db: Db,
  ownerId: string,
  { among, limit = Number.POSITIVE_INFINITY }: { among?: readonly string[] | undefined; limit?: number },
): Promise<string[]> {
  const ids: string[] = [];
  const named = among && [...new Set(among)];
  for (let start = 0, after = ""; ids.length < limit; start += SLICE) {
    const query = db.selectFrom("links").select("id").where("owner_id", "=", ownerId);
    const slice = named?.slice(start, start + SLICE);
    if (slice?.length === 0) break;
    const rows = await (slice
      ? query.where("id", "in", slice)
      : query
          .where("id", ">", after)
          .orderBy("id")
          .limit(Math.min(SLICE, limit - ids.length))
    ).execute();
    for (const { id } of rows) ids.push(id);
    after = ids.at(-1) ?? "";
    if (!slice && rows.length < SLICE) break;
    await new Promise(setImmediate);
  }
  return ids;
}
