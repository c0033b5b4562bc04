import type { Actor } from "../core/actor.ts";
import type { Ctx } from "../core/ctx.ts";
import { type Folder, type FolderRole, foldersOf, requireFolder } from "../core/folders.ts";
import { lockFolder } from "../db/folders.ts";
import type { Trx } from "../db/schema.ts";

/**
 * The folder, held against other writers until the transaction ends, if the actor may do in it what `least` says.
 * @throws folder.not_found, folder.forbidden
 */
export async function lockForChange(
  ctx: Ctx,
  trx: Trx,
  actor: Actor,
  reference: string,
  least: FolderRole = "manager",
): Promise<Folder> {
  const { id } = requireFolder(await foldersOf(trx, actor), reference, least);
  await lockFolder(trx, ctx.config.database.kind, id);
  // Read once more: the role may have been taken away, and the folder deleted, while we waited.
  return requireFolder(await foldersOf(trx, actor), id, least);
}
