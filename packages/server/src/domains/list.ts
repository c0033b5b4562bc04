import type { DomainListQuery, DomainPage } from "@visoli/contract/domain";
import type { Actor } from "../core/actor.ts";
import type { Ctx } from "../core/ctx.ts";
import { guard } from "../core/guard.ts";
import { listDomains as listRows } from "../db/domains.ts";
import { pageOf } from "../lib/cursor.ts";
import { presentDomain } from "./present.ts";

/** A page of the workspace's domains, newest first, verified or not. */
export async function listDomains(ctx: Ctx, actor: Actor, query: DomainListQuery): Promise<DomainPage> {
  guard(actor, "domains:read");
  const page = { beforeId: query.cursor, limit: query.limit + 1 };
  const { data, nextCursor } = pageOf(await listRows(ctx.db, actor.workspaceId, page), query.limit);
  return { data: data.map((row) => presentDomain(row)), nextCursor };
}
