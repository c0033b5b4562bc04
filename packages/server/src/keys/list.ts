import type { KeyListQuery, KeyPage } from "@visoli/contract/key";
import type { Actor } from "../core/actor.ts";
import type { Ctx } from "../core/ctx.ts";
import { guard } from "../core/guard.ts";
import { listKeys as listRows } from "../db/keys.ts";
import { pageOf } from "../lib/cursor.ts";
import { presentKey } from "./present.ts";

/** A page of the workspace's keys, newest first, revoked and expired ones too. */
export async function listKeys(ctx: Ctx, actor: Actor, query: KeyListQuery): Promise<KeyPage> {
  guard(actor, "keys:read");
  const rows = await listRows(ctx.db, actor.workspaceId, { beforeId: query.cursor, limit: query.limit + 1 });
  const page = pageOf(rows, query.limit);
  return { data: page.data.map(presentKey), nextCursor: page.nextCursor };
}
