import { type Columns, type DatabaseKind, insertRows } from "./insert-rows.ts";
import type { Db } from "./schema.ts";
import type { MetadataTable } from "./schema-links.ts";

const COLUMNS: Columns = { link_id: "text", name: "text", value: "text", workspace_id: "text" };

export type LinkMetadata = { linkId: string; workspaceId: string; metadata: Record<string, string> };

/** Writes the names and values of each link; none of the links may have any yet. */
export async function insertMetadata(db: Db, kind: DatabaseKind, links: LinkMetadata[]): Promise<void> {
  const rows: MetadataTable[] = links.flatMap(({ linkId, workspaceId, metadata }) =>
    Object.entries(metadata).map(([name, value]) => ({
      link_id: linkId,
      name,
      value,
      workspace_id: workspaceId,
    })),
  );
  await insertRows(db, kind, "link_metadata", COLUMNS, rows);
}

/** Makes these the names and values of the link. */
export async function setMetadata(db: Db, kind: DatabaseKind, link: LinkMetadata): Promise<void> {
  await db.deleteFrom("link_metadata").where("link_id", "=", link.linkId).execute();
  await insertMetadata(db, kind, [link]);
}
