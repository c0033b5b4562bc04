import type { Folder, FolderMember } from "@visoli/contract/folder";

/** What those may do who have no role of their own in a folder. */
export const DEFAULT_ROLES = ["editor", "viewer", "none"] as const satisfies readonly Folder["defaultRole"][];
/** The most first. */
export const MEMBER_ROLES = [
  "manager",
  "editor",
  "viewer",
] as const satisfies readonly FolderMember["role"][];
