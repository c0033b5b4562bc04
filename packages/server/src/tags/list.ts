import type { TagListQuery, TagPage } from "@visoli/contract/tag";
import type { Actor } from "../core/actor.ts";
import type { Ctx } from "../core/ctx.ts";
import { guard } from "../core/guard.ts";
import { linkAccessOf, visibleLinks } from "../core/link-access.ts";
import { listTags as listRows } from "../db/tag-list.ts";

/**
 * A page of the workspace's tags by name; of their links those are counted that the actor may see. For a key of its own links
 * there are no tags but those of its links.
 */
export async function listTags(ctx: Ctx, actor: Actor, { cursor, limit }: TagListQuery): Promise<TagPage> {
  guard(actor, "links:read");
  const visible = visibleLinks(await linkAccessOf(ctx.db, actor));
  const page = { afterName: cursor, visible, limit: limit + 1 };
  const rows = await listRows(ctx.db, actor.workspaceId, page);
  const data = rows.slice(0, limit);
  return { data, nextCursor: rows.length > limit ? (data.at(-1)?.name ?? null) : null };
}
