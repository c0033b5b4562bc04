import type { BulkUpdateLineInput } from "@visoli/contract/bulk";
import type { Link } from "@visoli/contract/link";

/** What is done to links at once. */
export type Action =
  | { kind: "archive" | "unarchive" | "disable" | "enable" | "delete" | "restore" }
  | { kind: "tag" | "untag"; tags: string[] }
  | { kind: "move"; folder: string | null };

/** What changes of a link by it; nothing for those that delete and restore. */
export function changesOf(action: Action, link: Link): Omit<BulkUpdateLineInput, "id"> {
  switch (action.kind) {
    case "archive":
    case "unarchive":
      return { archived: action.kind === "archive" };
    case "disable":
    case "enable":
      return { disabled: action.kind === "disable" };
    case "tag":
      return { tags: [...new Set([...link.tags, ...action.tags])] };
    case "untag":
      return { tags: link.tags.filter((tag) => !action.tags.includes(tag)) };
    case "move":
      return { folder: action.folder };
    default:
      return {};
  }
}

/** What it takes to make the link again what it was. */
export function undoingOf(action: Action, link: Link): Omit<BulkUpdateLineInput, "id"> {
  switch (action.kind) {
    case "archive":
    case "unarchive":
      return { archived: link.archived };
    case "disable":
    case "enable":
      return { disabled: link.disabled };
    case "tag":
    case "untag":
      return { tags: link.tags };
    case "move":
      return { folder: link.folder };
    default:
      return {};
  }
}
