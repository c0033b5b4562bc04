import type { MemberListQuery, MemberPage } from "@visoli/contract/member";
import type { Actor } from "../core/actor.ts";
import type { Ctx } from "../core/ctx.ts";
import { guard } from "../core/guard.ts";
import { listMembers as listRows } from "../db/members.ts";
import { presentMember } from "./present.ts";

/** A page of the workspace's members, by id. */
export async function listMembers(
  ctx: Ctx,
  actor: Actor,
  { cursor, limit }: MemberListQuery,
): Promise<MemberPage> {
  guard(actor, "members:read");
  const rows = await listRows(ctx.db, actor.workspaceId, { afterId: cursor, limit: limit + 1 });
  const data = rows.slice(0, limit).map(presentMember);
  return { data, nextCursor: rows.length > limit ? (data.at(-1)?.id ?? null) : null };
}
