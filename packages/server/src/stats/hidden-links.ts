import type { ClickCtx } from "../core/ctx.ts";
import type { Folder } from "../core/folders.ts";
import { linksInFolders } from "../db/folders.ts";

/** Ids of the links in folders where the actor has no role, those in the trash among them. */
export async function hiddenLinks(
  { db }: Pick<ClickCtx, "db">,
  workspaceId: string,
  folders: Folder[],
): Promise<string[]> {
  const hidden = folders.filter(({ role }) => role === "none").map(({ id }) => id);
  return linksInFolders(db, workspaceId, hidden);
}
