import type { TagListQuery, TagPage } from "@visoli/contract/tag";
import type { Actor } from "../core/actor.ts";
import type { Ctx } from "../core/ctx.ts";
import { foldersOf, hiddenFolderIds } from "../core/folders.ts";
import { guard } from "../core/guard.ts";
import { listTags as listRows } from "../db/tag-list.ts";

/** A page of the workspace's tags by name; of their links those are counted that the actor may see. */
export async function listTags(ctx: Ctx, actor: Actor, { cursor, limit }: TagListQuery): Promise<TagPage> {
  guard(actor, "links:read");
  const hidden = hiddenFolderIds(await foldersOf(ctx.db, actor));
  const page = { afterName: cursor, hiddenFolderIds: hidden, limit: limit + 1 };
  const rows = await listRows(ctx.db, actor.workspaceId, page);
  const data = rows.slice(0, limit);
  return { data, nextCursor: rows.length > limit ? (data.at(-1)?.name ?? null) : null };
}
