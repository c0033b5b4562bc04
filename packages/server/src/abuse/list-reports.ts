import type { ReportListQuery, ReportPage } from "@visoli/contract/report";
import type { Actor } from "../core/actor.ts";
import { guard } from "../core/guard.ts";
import { listReports as listRows } from "../db/reports.ts";
import { pageOf } from "../lib/cursor.ts";
import { presentReports } from "./present.ts";
import type { BlockCtx } from "./write-block.ts";

/** A page of reports on links of all workspaces, newest first. */
export async function listReports(ctx: BlockCtx, actor: Actor, query: ReportListQuery): Promise<ReportPage> {
  guard(actor, "instance:admin");
  const { state, cursor, limit } = query;
  const page = pageOf(await listRows(ctx.db, { state, beforeId: cursor, limit: limit + 1 }), limit);
  return { data: await presentReports(ctx, page.data), nextCursor: page.nextCursor };
}
