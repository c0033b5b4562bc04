import type { FolderListQuery, FolderPage } from "@visoli/contract/folder";
import type { Actor } from "../core/actor.ts";
import type { Ctx } from "../core/ctx.ts";
import { foldersOf } from "../core/folders.ts";
import { guard } from "../core/guard.ts";
import { pageOf } from "../lib/cursor.ts";
import { presentFolder } from "./present.ts";

/** A page of the folders that the actor may see, newest first. */
export async function listFolders(ctx: Ctx, actor: Actor, query: FolderListQuery): Promise<FolderPage> {
  guard(actor, "links:read");
  const seen = (await foldersOf(ctx.db, actor))
    .filter(({ role, id }) => role !== "none" && (query.cursor === undefined || id < query.cursor))
    .sort((a, b) => (a.id < b.id ? 1 : -1));
  const { data, nextCursor } = pageOf(seen, query.limit);
  return { data: data.map(presentFolder), nextCursor };
}
