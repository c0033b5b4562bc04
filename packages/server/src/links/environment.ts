import type { Actor } from "../core/actor.ts";
import { type LinkAccess, linkAccessOf } from "../core/link-access.ts";
import type { Db } from "../db/schema.ts";
import { getWorkspace } from "../db/workspaces.ts";

/** What a write to links needs to know of the workspace; read once for a request, however many links it writes. */
export type Environment = LinkAccess & { allowedSchemes: string[] };

export async function readEnvironment(db: Db, actor: Actor): Promise<Environment> {
  const { settings } = await getWorkspace(db, actor.workspaceId);
  return { allowedSchemes: settings.allowedSchemes ?? [], ...(await linkAccessOf(db, actor)) };
}
