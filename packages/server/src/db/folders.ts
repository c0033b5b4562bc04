import type { Selectable } from "kysely";
import type { DatabaseKind } from "./insert-rows.ts";
import type { Db, Trx } from "./schema.ts";
import type { FolderMemberTable, FolderTable } from "./schema-links.ts";
import { unlessNameTaken } from "./violation.ts";

export type FolderRow = Selectable<FolderTable>;

/** The workspace's folders, each with the role that one member was given in it, or null. */
export async function foldersFor(
  db: Db,
  workspaceId: string,
  member: string,
): Promise<(FolderRow & { member_role: string | null })[]> {
  return db
    .selectFrom("folders")
    .leftJoin("folder_members", (join) =>
      join.onRef("folder_members.folder_id", "=", "folders.id").on("folder_members.member", "=", member),
    )
    .selectAll("folders")
    .select("folder_members.role as member_role")
    .where("workspace_id", "=", workspaceId)
    .orderBy("name")
    .execute();
}

/** "name_taken" where the workspace has another one of that name: the transaction must be given up. */
export async function insertFolder(db: Db, row: FolderRow): Promise<"written" | "name_taken"> {
  return unlessNameTaken(async () => void (await db.insertInto("folders").values(row).execute()));
}

/** Results as for `insertFolder`. */
export async function updateFolder(
  db: Db,
  id: string,
  changes: Partial<Pick<FolderRow, "name" | "default_role">> & { updated_at: number },
): Promise<"written" | "name_taken"> {
  const update = db.updateTable("folders").set(changes).where("id", "=", id);
  return unlessNameTaken(async () => void (await update.execute()));
}

/** Deletes the folder with its members. */
export async function deleteFolder(db: Db, id: string): Promise<void> {
  await db.deleteFrom("folder_members").where("folder_id", "=", id).execute();
  await db.deleteFrom("folders").where("id", "=", id).execute();
}

/** Takes every link out of the folder, those in the trash too. */
export async function releaseLinks(db: Db, folderId: string, now: number): Promise<void> {
  await db
    .updateTable("links")
    .set((link) => ({ folder_id: null, updated_at: now, version: link("version", "+", 1) }))
    .where("folder_id", "=", folderId)
    .execute();
}

/** Holds the folder until the transaction ends; false where it is gone. SQLite has one writer at a time anyway. */
export async function lockFolder(trx: Trx, kind: DatabaseKind, id: string): Promise<boolean> {
  const query = trx.selectFrom("folders").select("id").where("id", "=", id);
  return (await (kind === "postgres" ? query.forUpdate() : query).executeTakeFirst()) !== undefined;
}

/** The folder's members by id, from `afterMember` on. */
export async function listMembers(
  db: Db,
  folderId: string,
  page: { afterMember?: string | undefined; limit: number },
): Promise<FolderMemberTable[]> {
  return db
    .selectFrom("folder_members")
    .selectAll()
    .where("folder_id", "=", folderId)
    .$if(page.afterMember !== undefined, (query) => query.where("member", ">", page.afterMember ?? ""))
    .orderBy("member")
    .limit(page.limit)
    .execute();
}

export async function putMember(db: Db, row: FolderMemberTable): Promise<void> {
  const insert = db.insertInto("folder_members").values(row);
  await insert
    .onConflict((conflict) => conflict.columns(["folder_id", "member"]).doUpdateSet({ role: row.role }))
    .execute();
}

/** False where they were none. */
export async function deleteMember(db: Db, folderId: string, member: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom("folder_members")
    .where("folder_id", "=", folderId)
    .where("member", "=", member)
    .executeTakeFirst();
  return numDeletedRows === 1n;
}

/** Ids of the links in any of the folders, those in the trash among them. */
export async function linksInFolders(db: Db, workspaceId: string, folderIds: string[]): Promise<string[]> {
  if (folderIds.length === 0) return [];
  const query = db.selectFrom("links").select("id").where("workspace_id", "=", workspaceId);
  return (await query.where("folder_id", "in", folderIds).execute()).map(({ id }) => id);
}

/** Every pair of folder and link in the workspace, those in the trash among them. */
export async function linksOfFolders(
  db: Db,
  workspaceId: string,
): Promise<{ folder: string; link: string }[]> {
  const query = db.selectFrom("links").select(["folder_id as folder", "id as link"]);
  const rows = await query
    .where("workspace_id", "=", workspaceId)
    .where("folder_id", "is not", null)
    .execute();
  return rows.flatMap(({ folder, link }) => (folder === null ? [] : [{ folder, link }]));
}
