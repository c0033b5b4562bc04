import { toBase62 } from "@visoli/contract/base62";
import { type Selectable, sql } from "kysely";
import type { Db } from "./schema.ts";
import type { AuditTable } from "./schema-workspaces.ts";

export type AuditRow = Selectable<AuditTable>;

export type AuditFilter = {
  actor?: string | undefined;
  /** How the action begins. */
  action?: string | undefined;
  subject?: string | undefined;
  /** Milliseconds since 1970: from the one on, before the other. */
  since?: number | undefined;
  until?: number | undefined;
};

/** The workspace's log, newest first. */
export async function listAudit(
  db: Db,
  workspaceId: string,
  { actor, action, subject, since, until }: AuditFilter,
  page: { beforeId?: string | undefined; limit: number },
): Promise<AuditRow[]> {
  return db
    .selectFrom("audit_log")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .$if(since !== undefined, (query) => query.where("id", ">=", firstIdAt(since ?? 0)))
    .$if(until !== undefined, (query) => query.where("id", "<", firstIdAt(until ?? 0)))
    .$if(page.beforeId !== undefined, (query) => query.where("id", "<", page.beforeId ?? ""))
    .$if(actor !== undefined, (query) => query.where("actor", "=", actor ?? ""))
    .$if(subject !== undefined, (query) => query.where("subject", "=", subject ?? ""))
    .$if(action !== undefined, (query) =>
      query.where(sql<string>`substr(action, 1, ${action?.length ?? 0})`, "=", action ?? ""),
    )
    .orderBy("id", "desc")
    .limit(page.limit)
    .execute();
}

/** Every id of that millisecond or later is not less: an id begins with its time. */
function firstIdAt(timeMs: number): string {
  return `evt_${toBase62(Math.max(0, timeMs), 8)}`;
}

/** What keys and people are called now, by their ids. */
export async function namesOf(db: Db, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const keys = await db.selectFrom("api_keys").select(["id", "name"]).where("id", "in", ids).execute();
  const people = await db.selectFrom("users").select(["id", "name"]).where("id", "in", ids).execute();
  return new Map([...keys, ...people].map(({ id, name }) => [id, name]));
}

/** Workspaces by id with the plan that was set for each, a sandbox with the one of whose it is. */
export async function workspacesWithPlans(
  db: Db,
  { afterId, limit }: { afterId: string; limit: number },
): Promise<{ id: string; plan: string | null }[]> {
  return db
    .selectFrom("workspaces as own")
    .leftJoin("workspaces as parent", "parent.id", "own.sandbox_of")
    .select("own.id")
    .select(({ fn }) => fn.coalesce("parent.plan", "own.plan").as("plan"))
    .where("own.id", ">", afterId)
    .orderBy("own.id")
    .limit(limit)
    .execute();
}

/** Whether the workspace has entries from before the time. */
export async function hasAuditBefore(db: Db, workspaceId: string, timeMs: number): Promise<boolean> {
  const query = olderThan(db, workspaceId, timeMs).limit(1);
  return (await query.executeTakeFirst()) !== undefined;
}

/** Drops entries from before the time, at most `limit`; gives back how many. */
export async function forgetAudit(
  db: Db,
  workspaceId: string,
  timeMs: number,
  limit: number,
): Promise<number> {
  const old = olderThan(db, workspaceId, timeMs).orderBy("id").limit(limit);
  const { numDeletedRows } = await db.deleteFrom("audit_log").where("id", "in", old).executeTakeFirst();
  return Number(numDeletedRows);
}

function olderThan(db: Db, workspaceId: string, timeMs: number) {
  const query = db.selectFrom("audit_log").select("id").where("workspace_id", "=", workspaceId);
  return query.where("id", "<", firstIdAt(timeMs));
}
