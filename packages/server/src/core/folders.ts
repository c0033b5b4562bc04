import { type FolderRow, foldersFor } from "../db/folders.ts";
import type { Db } from "../db/schema.ts";
import { type Actor, actorName } from "./actor.ts";
import { problem } from "./errors.ts";
import { isOwner } from "./guard.ts";

/** What somebody may do in a folder, least first. */
export const FOLDER_ROLES = ["none", "viewer", "editor", "manager"] as const;
export type FolderRole = (typeof FOLDER_ROLES)[number];
export type Folder = FolderRow & { role: FolderRole };

/** The workspace's folders with the actor's role in each: the member's own, else the folder's for everybody. Owners manage all. */
export async function foldersOf(db: Db, actor: Actor): Promise<Folder[]> {
  const rows = await foldersFor(db, actor.workspaceId, actorName(actor));
  return rows.map(({ member_role, ...folder }) => ({
    ...folder,
    role: isOwner(actor) ? "manager" : ((member_role ?? folder.default_role) as FolderRole),
  }));
}

/** The folder of that id or name, if the actor may do in it what `least` says. @throws folder.not_found, folder.forbidden */
export function requireFolder(folders: Folder[], reference: string, least: FolderRole): Folder {
  // Nobody can take another folder's place by a name that is its id.
  const folder = folders.find(({ id }) => id === reference) ?? folders.find(({ name }) => name === reference);
  if (!folder || folder.role === "none") throw problem("folder.not_found", `There is no folder ${reference}`);
  if (!isAtLeast(folder.role, least)) {
    const message = `This needs the role ${least} in the folder ${folder.name}; you have the role ${folder.role}`;
    throw problem("folder.forbidden", message);
  }
  return folder;
}

/** Whether the actor may do that with what lies in the folder; what lies in none is everybody's. */
export function mayInFolder(folders: Folder[], folderId: string | null, least: FolderRole): boolean {
  if (folderId === null) return true;
  return isAtLeast(folders.find(({ id }) => id === folderId)?.role ?? "none", least);
}

/** The folders whose links are not there for the actor. */
export function hiddenFolderIds(folders: Folder[]): string[] {
  return folders.filter(({ role }) => role === "none").map(({ id }) => id);
}

function isAtLeast(role: FolderRole, least: FolderRole): boolean {
  return FOLDER_ROLES.indexOf(role) >= FOLDER_ROLES.indexOf(least);
}
