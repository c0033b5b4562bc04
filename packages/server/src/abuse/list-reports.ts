import type { ReportListQuery, ReportPage } from "@visoli/contract/report";
import type { Actor } from "../core/actor.ts";
import type { Ctx } from "../core/ctx.ts";
import { guard } from "../core/guard.ts";
import { listReports as listRows } from "../db/reports.ts";
import { pageOf } from "../lib/cursor.ts";
import { presentReport } from "./present.ts";

/** A page of reports on links of all workspaces, newest first. */
export async function listReports(ctx: Ctx, actor: Actor, query: ReportListQuery): Promise<ReportPage> {
  guard(actor, "instance:admin");
  const { state, cursor, limit } = query;
  const page = pageOf(await listRows(ctx.db, { state, beforeId: cursor, limit: limit + 1 }), limit);
  return { data: page.data.map(presentReport), nextCursor: page.nextCursor };
}
