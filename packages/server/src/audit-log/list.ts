import type { AuditEntry, AuditListQuery, AuditPage } from "@visoli/contract/audit";
import type { Actor } from "../core/actor.ts";
import type { Ctx } from "../core/ctx.ts";
import { guard } from "../core/guard.ts";
import { type AuditFilter, type AuditRow, listAudit as listRows, namesOf } from "../db/audit-log.ts";
import { pageOf } from "../lib/cursor.ts";
import { DAY_MS, iso } from "../lib/time.ts";

/** A page of what was done in the workspace, newest first, as far back as its plan has it. */
export async function listAudit(ctx: Ctx, actor: Actor, query: AuditListQuery): Promise<AuditPage> {
  guard(actor, "audit:read");
  const { cursor, limit, ...filter } = query;
  const wanted = await filterOf(ctx, actor, filter);
  return readPage(ctx, actor.workspaceId, wanted, { beforeId: cursor, limit });
}

export async function readPage(
  { reads }: Pick<Ctx, "reads">,
  workspaceId: string,
  filter: AuditFilter,
  { beforeId, limit }: { beforeId?: string | undefined; limit: number },
): Promise<AuditPage> {
  const rows = await listRows(reads, workspaceId, filter, { beforeId, limit: limit + 1 });
  const { data, nextCursor } = pageOf(rows, limit);
  const names = await namesOf(reads, [...new Set(data.map(({ actor }) => actor))]);
  return { data: data.map((row) => present(row, names.get(row.actor) ?? null)), nextCursor };
}

/** What was asked for, as far back as the plan goes. */
export async function filterOf(
  ctx: Ctx,
  { workspaceId }: Actor,
  { from, to, ...rest }: Omit<AuditListQuery, "cursor" | "limit">,
): Promise<AuditFilter> {
  const { auditDays } = await ctx.plans.of(workspaceId);
  const kept = auditDays === null ? 0 : ctx.now() - auditDays * DAY_MS;
  const since = Math.max(kept, from === undefined ? 0 : Date.parse(from));
  return { ...rest, since, ...(to !== undefined && { until: Date.parse(to) }) };
}

function present(row: AuditRow, name: string | null): AuditEntry {
  const type = row.actor.startsWith("key_") ? "key" : row.actor.startsWith("usr_") ? "person" : "operator";
  return {
    id: row.id,
    at: iso(row.created_at),
    actor: { type, id: row.actor, name },
    from: row.actor_from,
    action: row.action,
    subject: row.subject,
    changes: JSON.parse(row.changes) as AuditEntry["changes"],
  };
}
