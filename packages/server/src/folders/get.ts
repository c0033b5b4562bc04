import type { Folder } from "@visoli/contract/folder";
import type { Actor } from "../core/actor.ts";
import type { Ctx } from "../core/ctx.ts";
import { foldersOf, requireFolder } from "../core/folders.ts";
import { guard } from "../core/guard.ts";
import { presentFolder } from "./present.ts";

/** One folder by id or name. @throws folder.not_found, for a hidden one too */
export async function getFolder(ctx: Ctx, actor: Actor, reference: string): Promise<Folder> {
  guard(actor, "links:read");
  return presentFolder(requireFolder(await foldersOf(ctx.db, actor), reference, "viewer"));
}
