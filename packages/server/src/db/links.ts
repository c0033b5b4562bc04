import { type Insertable, type Selectable, type SqlBool, sql, type Updateable } from "kysely";
import type { DatabaseConfig } from "../config.ts";
import type { Db, LinkTable, Trx } from "./schema.ts";
import { tagsOfLinks } from "./tags.ts";
import { uniqueViolation } from "./violation.ts";

/** A link's row, and the names of its tags. */
export type LinkRow = Selectable<LinkTable> & { tags: string[] };

/** How a link is named by those who ask for it. */
export type LinkReference = { id: string } | { externalId: string } | { domain: string; slug: string };

/** What became of a write: done, or which unique value another link holds, or that the link has changed meanwhile. */
export type WriteResult = "written" | "slug_taken" | "external_id_taken" | "stale";

export async function insertLink(db: Db, link: Insertable<LinkTable>): Promise<WriteResult> {
  const inserted = await db
    .insertInto("links")
    .values(link)
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .executeTakeFirst();
  if (inserted) return "written";
  const holder = await db
    .selectFrom("links")
    .select("id")
    .where("domain", "=", link.domain)
    .where("slug", "=", link.slug)
    .executeTakeFirst();
  return holder ? "slug_taken" : "external_id_taken";
}

/** The workspace's link, or null where it has none by that reference (another workspace's is none). */
export async function findLink(
  db: Db,
  workspaceId: string,
  reference: LinkReference,
): Promise<LinkRow | null> {
  const [link] = await withTags(db, await linkBy(db, workspaceId, reference).execute());
  return link ?? null;
}

/** The same, held against other writers until the transaction ends. SQLite has one writer at a time anyway. */
export async function lockLink(
  trx: Trx,
  kind: DatabaseConfig["kind"],
  workspaceId: string,
  reference: LinkReference,
): Promise<LinkRow | null> {
  const query = linkBy(trx, workspaceId, reference);
  const [link] = await withTags(trx, await (kind === "postgres" ? query.forUpdate() : query).execute());
  return link ?? null;
}

function linkBy(db: Db, workspaceId: string, reference: LinkReference) {
  const query = db
    .selectFrom("links")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .where("deleted_at", "is", null);
  if ("id" in reference) return query.where("id", "=", reference.id);
  if ("externalId" in reference) return query.where("external_id", "=", reference.externalId);
  return query.where("domain", "=", reference.domain).where("slug", "=", reference.slug);
}

/** Writes the changes and counts the version up, if it still is `version`. After "..._taken" the transaction must be given up. */
export async function updateLink(
  db: Db,
  id: string,
  version: number,
  changes: Updateable<LinkTable>,
): Promise<WriteResult> {
  try {
    const { numUpdatedRows } = await db
      .updateTable("links")
      .set({ ...changes, version: version + 1 })
      .where("id", "=", id)
      .where("version", "=", version)
      .where("deleted_at", "is", null)
      .executeTakeFirst();
    return numUpdatedRows === 1n ? "written" : "stale";
  } catch (error) {
    const violated = uniqueViolation(error);
    if (violated) return `${violated}_taken`;
    throw error;
  }
}

export type LinkFilter = {
  search?: string | undefined;
  tag?: string | undefined;
  beforeId?: string | undefined;
  limit: number;
};

/** The workspace's links, newest first. */
export async function listLinks(db: Db, workspaceId: string, filter: LinkFilter): Promise<LinkRow[]> {
  const { search, tag, beforeId } = filter;
  const rows = await db
    .selectFrom("links")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .where("deleted_at", "is", null)
    .$if(beforeId !== undefined, (query) => query.where("id", "<", beforeId ?? ""))
    .$if(search !== undefined, (query) => query.where(contains(search ?? "")))
    .$if(tag !== undefined, (query) =>
      query.where("id", "in", (link) =>
        link
          .selectFrom("link_tags")
          .innerJoin("tags", "tags.id", "link_tags.tag_id")
          .select("link_tags.link_id")
          .where("tags.workspace_id", "=", workspaceId)
          .where("tags.name", "=", tag ?? ""),
      ),
    )
    .orderBy("id", "desc")
    .limit(filter.limit)
    .execute();
  return withTags(db, rows);
}

/**
 * Part of slug, URL or title, whatever the case. `lower` of SQLite, and of PostgreSQL for slugs, knows the letters of ASCII only,
 * so that others are looked for as they are written, too.
 */
function contains(search: string) {
  const texts = new Set([search.toLowerCase(), search.replace(/[A-Z]/g, (letter) => letter.toLowerCase())]);
  const likes = [...texts].map((text) => {
    const pattern = `%${text.replace(/[\\%_]/g, "\\$&")}%`;
    return sql`lower(slug) like ${pattern} escape '\\' or lower(url) like ${pattern} escape '\\' or lower(title) like ${pattern} escape '\\'`;
  });
  return sql<SqlBool>`(${sql.join(likes, sql` or `)})`;
}

async function withTags(db: Db, rows: Selectable<LinkTable>[]): Promise<LinkRow[]> {
  const tags = await tagsOfLinks(
    db,
    rows.map((row) => row.id),
  );
  return rows.map((row) => ({ ...row, tags: tags.get(row.id) ?? [] }));
}
