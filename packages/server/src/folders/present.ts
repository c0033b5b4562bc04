import type { Folder, FolderMember } from "@visoli/contract/folder";
import { problem } from "../core/errors.ts";
import type { Folder as FolderWithRole } from "../core/folders.ts";
import type { FolderMemberTable } from "../db/schema-links.ts";
import { iso } from "../lib/time.ts";

/** A folder as the API shows it to one who may see it. */
export function presentFolder(folder: FolderWithRole): Folder {
  return {
    id: folder.id,
    name: folder.name,
    defaultRole: folder.default_role as Folder["defaultRole"],
    role: folder.role as Folder["role"],
    createdAt: iso(folder.created_at),
    updatedAt: iso(folder.updated_at),
  };
}

export function presentMember({ member, role }: FolderMemberTable): FolderMember {
  return { member, role: role as FolderMember["role"] };
}

export function nameTaken(name: string) {
  return problem("folder.name_taken", `Another folder of the workspace has the name ${name}`);
}
