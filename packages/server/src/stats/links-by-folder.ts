import type { Filter } from "@visoli/contract/filter";
import type { Selection } from "../analytics/where.ts";
import type { ClickCtx } from "../core/ctx.ts";
import { type Folder, requireFolder } from "../core/folders.ts";
import { linksInFolders } from "../db/folders.ts";

/**
 * Which links a filter of folders leaves, by their ids or names; an empty one stands for links that are in none.
 * @throws folder.not_found where one is named that is not there, or that the actor may not see
 */
export async function linksByFolder(
  { db }: Pick<ClickCtx, "db">,
  workspaceId: string,
  folders: Folder[],
  { include, exclude }: Filter,
): Promise<NonNullable<Selection["links"]>> {
  const read = (references: string[]) => ({
    ids: references.filter(Boolean).map((reference) => requireFolder(folders, reference, "viewer").id),
    none: references.includes(""),
  });
  const [kept, left] = [read(include), read(exclude)];
  const inside = (ids: string[]) => linksInFolders(db, workspaceId, ids);
  const all = folders.map(({ id }) => id);
  const not = await inside(left.ids);
  // With those that are in none, what is left out are the other folders; links that are no more are in none.
  if (kept.none) not.push(...(await inside(all.filter((id) => !kept.ids.includes(id)))));
  else if (include.length > 0) return { only: await inside(kept.ids), not };
  return { ...(left.none && { only: await inside(all) }), not };
}
