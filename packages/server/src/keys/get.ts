import type { Actor } from "../core/actor.ts";
import type { Ctx } from "../core/ctx.ts";
import { guard } from "../core/guard.ts";
import { findManagedKey } from "../db/keys.ts";
import { keyNotFound, presentKey, type VersionedKey } from "./present.ts";

/** @throws key.not_found */
export async function getKey(ctx: Ctx, actor: Actor, id: string): Promise<VersionedKey> {
  guard(actor, "keys:read");
  const row = await findManagedKey(ctx.db, actor.workspaceId, id);
  if (!row) throw keyNotFound(id);
  return { key: presentKey(row, ctx.now()), version: row.version };
}
