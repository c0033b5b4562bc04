import { slugKey } from "@visoli/contract/slug";
import { noteErasures } from "./erasures.ts";
import type { DatabaseKind } from "./insert-rows.ts";
import type { Db, Trx } from "./schema.ts";

const TABLES = [
  ...(["link_metadata", "link_history", "link_uses", "link_health"] as const),
  ...(["tasks", "public_statistics"] as const),
];

/** Ends links that went into the trash before `before`, at most `limit`; gives back how many. Their addresses stay with the workspace. */
export async function purgeTrash(
  trx: Trx,
  kind: DatabaseKind,
  before: number,
  limit: number,
): Promise<number> {
  const query = trx.selectFrom("links").select("id").where("deleted_at", "<", before);
  const oldest = query.orderBy("deleted_at").limit(limit);
  // Held, and looked at once more: a link that is restored at this moment stays.
  const rows = await (kind === "postgres" ? oldest.forUpdate() : oldest).execute();
  const ids = rows.map((row) => row.id);
  await purgeLinks(trx, ids);
  return ids.length;
}

/** Ends these links for good, with all that belongs to them but their addresses; their clicks are erased soon after. */
export async function purgeLinks(db: Db, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  for (const table of TABLES) await db.deleteFrom(table).where("link_id", "in", ids).execute();
  const links = await db
    .selectFrom("links")
    .select(["id", "workspace_id", "domain", "slug"])
    .where("id", "in", ids)
    .execute();
  const gone = { link_id: null, is_alias: 0 };
  for (const { id, domain, slug } of links) {
    const first = db
      .updateTable("addresses")
      .set(gone)
      .where("domain", "=", domain)
      .where("link_id", "=", id);
    await first.where("slug_key", "in", [slug, slugKey(slug, false)]).execute();
  }
  const aliases = db.updateTable("addresses").set(gone).where("is_alias", "=", 1);
  await aliases.where("link_id", "in", ids).execute();
  const erased = links.map(({ id, workspace_id }) => ({ workspaceId: workspace_id, linkId: id }));
  await noteErasures(db, erased);
  await db.deleteFrom("links").where("id", "in", ids).execute();
}
