import type { Insertable, Selectable, Updateable } from "kysely";
import { aliasesOfLinks } from "./addresses.ts";
import { type Columns, type DatabaseKind, insertRows } from "./insert-rows.ts";
import type { Db, Trx } from "./schema.ts";
import type { LinkTable } from "./schema-links.ts";
import { tagsOfLinks } from "./tags.ts";
import { uniqueViolation } from "./violation.ts";
import { isVisible, type VisibleLinks } from "./visible-links.ts";

/** A link's row, the names of its tags, and its other slugs. */
export type LinkRow = Selectable<LinkTable> & { tags: string[]; aliases: string[] };

/** How a link is named by those who ask for it. */
export type LinkReference = { id: string } | { externalId: string } | { domain: string; slugKey: string };

/** What became of a write: done, or which unique value another link holds, or that the link has changed meanwhile. */
export type WriteResult = "written" | "external_id_taken" | "stale";

const COLUMNS: Columns = {
  id: "text",
  workspace_id: "text",
  domain: "text",
  slug: "text",
  url: "text",
  url_hash: "bigint",
  external_id: "text",
  folder_id: "text",
  starts_at: "bigint",
  expires_at: "bigint",
  title: "text",
  notes: "text",
  metadata: "text",
  settings: "text",
  flags: "text",
  version: "integer",
  created_at: "bigint",
  updated_at: "bigint",
  archived_at: "bigint",
  disabled_at: "bigint",
  created_by: "text",
  owner_id: "text",
};

/** Inserts the links whose externalId is free, addresses and tags apart; gives back the ids of those. */
export async function insertLinks(
  db: Db,
  kind: DatabaseKind,
  links: Insertable<LinkTable>[],
): Promise<Set<string>> {
  const ids = links.map(({ id }) => id);
  const count = await insertRows(db, kind, "links", COLUMNS, links, "on conflict do nothing");
  if (count === ids.length) return new Set(ids);
  const written = await db.selectFrom("links").select("id").where("id", "in", ids).execute();
  return new Set(written.map((row) => row.id));
}

/** The workspace's link, or null where it has none by that reference (another workspace's is none). */
export async function findLink(
  db: Db,
  workspaceId: string,
  reference: LinkReference,
  state: "live" | "trashed" = "live",
): Promise<LinkRow | null> {
  const [link] = await withNames(db, await linkBy(db, workspaceId, reference, state).execute());
  return link ?? null;
}

/** The same, held against other writers until the transaction ends. SQLite has one writer at a time anyway. */
export async function lockLink(
  trx: Trx,
  kind: DatabaseKind,
  workspaceId: string,
  reference: LinkReference,
  state: "live" | "trashed" = "live",
): Promise<LinkRow | null> {
  const query = linkBy(trx, workspaceId, reference, state);
  const [link] = await withNames(trx, await (kind === "postgres" ? query.forUpdate() : query).execute());
  return link ?? null;
}

function linkBy(db: Db, workspaceId: string, reference: LinkReference, state: "live" | "trashed") {
  const query = db
    .selectFrom("links")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .where("deleted_at", state === "live" ? "is" : "is not", null);
  if ("id" in reference) return query.where("id", "=", reference.id);
  if ("externalId" in reference) return query.where("external_id", "=", reference.externalId);
  return query.where("id", "=", (link) =>
    link
      .selectFrom("addresses")
      .select("link_id")
      .where("domain", "=", reference.domain)
      .where("slug_key", "=", reference.slugKey),
  );
}

export type SameUrl = {
  workspaceId: string;
  domain: string;
  url: string;
  urlHash: number;
  visible: VisibleLinks;
};

/** The workspace's oldest live link on the domain to just this URL, or null. */
export async function findLinkByUrl(
  db: Db,
  { workspaceId, domain, url, urlHash, visible }: SameUrl,
): Promise<LinkRow | null> {
  const rows = await db
    .selectFrom("links")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .where("url_hash", "=", urlHash)
    .where("url", "=", url)
    .where("domain", "=", domain)
    .where("deleted_at", "is", null)
    .where("archived_at", "is", null)
    .where(isVisible(visible, "otherwise"))
    .orderBy("id")
    .limit(1)
    .execute();
  return (await withNames(db, rows))[0] ?? null;
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
      .executeTakeFirst();
    return numUpdatedRows === 1n ? "written" : "stale";
  } catch (error) {
    if (uniqueViolation(error) === "external_id") return "external_id_taken";
    throw error;
  }
}

/** Rows with what stands in other tables. */
export async function withNames(db: Db, rows: Selectable<LinkTable>[]): Promise<LinkRow[]> {
  const ids = rows.map((row) => row.id);
  const tags = await tagsOfLinks(db, ids);
  const aliases = await aliasesOfLinks(db, ids);
  return rows.map((row) => ({ ...row, tags: tags.get(row.id) ?? [], aliases: aliases.get(row.id) ?? [] }));
}
