import type { LinkListQuery, LinkPage } from "@visoli/contract/link";
import type { Actor } from "../core/actor.ts";
import type { ClickCtx } from "../core/ctx.ts";
import { guard } from "../core/guard.ts";
import { listLinks as listRows } from "../db/links.ts";
import { pageOf } from "../lib/cursor.ts";
import { presentLinks } from "./present.ts";

/** A page of the workspace's links, newest first; pages stay right while links are made and deleted. */
export async function listLinks(ctx: ClickCtx, actor: Actor, query: LinkListQuery): Promise<LinkPage> {
  guard(actor, "links:read");
  const { search, tag, cursor, limit } = query;
  const rows = await listRows(ctx.db, actor.workspaceId, { search, tag, beforeId: cursor, limit: limit + 1 });
  const page = pageOf(rows, limit);
  return { data: await presentLinks(ctx, actor.workspaceId, page.data), nextCursor: page.nextCursor };
}
