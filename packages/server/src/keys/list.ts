import type { KeyListQuery, KeyPage } from "@visoli/contract/key";
import type { Actor } from "../core/actor.ts";
import type { Ctx } from "../core/ctx.ts";
import { guard } from "../core/guard.ts";
import { listKeys as listRows } from "../db/keys.ts";
import { pageOf } from "../lib/cursor.ts";
import { presentKey } from "./present.ts";

/** A page of the workspace's keys, its test keys among them, newest first, revoked and expired ones too unless a state is named. */
export async function listKeys(ctx: Ctx, actor: Actor, query: KeyListQuery): Promise<KeyPage> {
  guard(actor, "keys:read");
  const { cursor: beforeId, state, mode, limit } = query;
  const now = ctx.now();
  const rows = await listRows(ctx.db, actor.workspaceId, { beforeId, state, mode, now, limit: limit + 1 });
  const page = pageOf(rows, limit);
  return { data: page.data.map((row) => presentKey(row, now)), nextCursor: page.nextCursor };
}
