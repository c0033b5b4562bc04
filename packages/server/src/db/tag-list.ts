import { sql } from "kysely";
import type { Db } from "./schema.ts";
import { unlessNameTaken } from "./violation.ts";
import { isVisible, type VisibleLinks } from "./visible-links.ts";

export type TagRow = { id: string; name: string };
export type CountedTag = TagRow & { links: number };

/** The workspace's tags by name, each with how many live links that are to be seen have it; for an owner, those tags alone that there are such of. */
export async function listTags(
  db: Db,
  workspaceId: string,
  page: { afterName?: string | undefined; visible: VisibleLinks; limit: number },
): Promise<CountedTag[]> {
  const rows = await db
    .selectFrom("tags")
    .select(["id", "name"])
    .where("workspace_id", "=", workspaceId)
    .$if(page.afterName !== undefined, (query) => query.where("name", ">", page.afterName ?? ""))
    .$if(page.visible.ownerId !== null, (query) =>
      query.where("id", "in", (tags) =>
        tags
          .selectFrom("links")
          .innerJoin("link_tags", "link_tags.link_id", "links.id")
          .select("link_tags.tag_id")
          .where("links.deleted_at", "is", null)
          .where(isVisible(page.visible)),
      ),
    )
    .orderBy("name")
    .limit(page.limit)
    .execute();
  const counts = await countLinks(db, rows, page.visible);
  return rows.map((row) => ({ ...row, links: counts.get(row.id) ?? 0 }));
}

/** How many of those links each tag has; where it is none, the tag is not in the answer. */
export async function countLinks(
  db: Db,
  tags: TagRow[],
  visible: VisibleLinks,
): Promise<Map<string, number>> {
  if (tags.length === 0) return new Map();
  const ids = tags.map(({ id }) => id);
  const rows = await db
    .selectFrom("link_tags")
    .innerJoin("links", "links.id", "link_tags.link_id")
    .select(["link_tags.tag_id", sql<number>`count(*)`.as("links")])
    .where("link_tags.tag_id", "in", ids)
    .where("links.deleted_at", "is", null)
    .where(isVisible(visible))
    .groupBy("link_tags.tag_id")
    .execute();
  return new Map(rows.map(({ tag_id, links }) => [tag_id, Number(links)]));
}

/** The workspace's tag of that id or name, or null; of two the one of that id. */
export async function findTag(db: Db, workspaceId: string, reference: string): Promise<TagRow | null> {
  const row = await db
    .selectFrom("tags")
    .select(["id", "name"])
    .where("workspace_id", "=", workspaceId)
    .where((tag) => tag.or([tag("id", "=", reference), tag("name", "=", reference)]))
    .orderBy((tag) => tag.case().when("id", "=", reference).then(0).else(1).end())
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** "name_taken" where the workspace has another one of that name: the transaction must be given up. */
export async function renameTag(db: Db, { id, name }: TagRow): Promise<"written" | "name_taken"> {
  const update = db.updateTable("tags").set({ name }).where("id", "=", id);
  return unlessNameTaken(async () => void (await update.execute()));
}

/** Deletes the tag and takes it from its links; false where it was gone. */
export async function deleteTag(db: Db, id: string): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom("tags").where("id", "=", id).executeTakeFirst();
  return numDeletedRows === 1n;
}
