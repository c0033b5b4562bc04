import type { Db } from "../db/schema.ts";
import type { LinkTable } from "../db/schema-links.ts";
import type { VisibleLinks } from "../db/visible-links.ts";
import { type Actor, ownerOf } from "./actor.ts";
import { type Folder, type FolderRole, foldersOf, hiddenFolderIds, mayInFolder } from "./folders.ts";

/** What an actor may do with the workspace's links: by the folder that each lies in, and by who made it. */
export type LinkAccess = { folders: Folder[]; ownerId: string | null };

type Placed = Pick<LinkTable, "folder_id" | "owner_id">;

export async function linkAccessOf(db: Db, actor: Actor): Promise<LinkAccess> {
  return { folders: await foldersOf(db, actor), ownerId: ownerOf(actor) };
}

/** Whether the actor may do that with the link. What they may not view is not there for them. */
export function mayOnLink({ folders, ownerId }: LinkAccess, link: Placed, least: FolderRole): boolean {
  return isTheirs({ ownerId }, link) && mayInFolder(folders, link.folder_id, least);
}

/** Whether the link is there for the actor; roles are read only where it lies in a folder. */
export async function mayViewLink(db: Db, actor: Actor, link: Placed): Promise<boolean> {
  if (!isTheirs({ ownerId: ownerOf(actor) }, link)) return false;
  return link.folder_id === null || mayInFolder(await foldersOf(db, actor), link.folder_id, "viewer");
}

/** The same as a condition for the database. */
export function visibleLinks({ folders, ownerId }: LinkAccess): VisibleLinks {
  return { hiddenFolderIds: hiddenFolderIds(folders), ownerId };
}

/** Whether the link is one of those that the actor is for, wherever it lies. */
export function isTheirs({ ownerId }: Pick<LinkAccess, "ownerId">, link: Pick<Placed, "owner_id">): boolean {
  return ownerId === null || link.owner_id === ownerId;
}
