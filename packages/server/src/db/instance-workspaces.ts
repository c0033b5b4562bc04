import { MAX_COUNTED_LINKS } from "@visoli/contract/instance";
import { sql } from "kysely";
import { countRowsOf } from "./plan-counts.ts";
import type { Db } from "./schema.ts";

export type InstanceWorkspaceRow = {
  id: string;
  name: string;
  plan: string | null;
  paidPlan: string | null;
  createdAt: number;
};

/** Workspaces that are there, the newest first; test keys' sandboxes belong to theirs. `search` is a part of the name, or the id. */
export async function listWorkspaces(
  db: Db,
  page: { search?: string | undefined; beforeId?: string | undefined; limit: number },
): Promise<InstanceWorkspaceRow[]> {
  const { search = "", beforeId } = page;
  const part = `%${search.replace(/[%_\\]/g, "\\$&")}%`;
  return openWorkspaces(db)
    .$if(search !== "", (query) =>
      query.where((row) =>
        row.or([row("id", "=", search), sql<boolean>`lower(name) like lower(${part}) escape '\\'`]),
      ),
    )
    .$if(beforeId !== undefined, (query) => query.where("id", "<", beforeId ?? ""))
    .orderBy("id", "desc")
    .limit(page.limit)
    .execute();
}

/** The same of one; undefined where there is none. */
export async function findWorkspace(db: Db, id: string): Promise<InstanceWorkspaceRow | undefined> {
  return openWorkspaces(db).where("id", "=", id).executeTakeFirst();
}

function openWorkspaces(db: Db) {
  return db
    .selectFrom("workspaces")
    .select(["id", "name", "plan", "paid_plan as paidPlan", "created_at as createdAt"])
    .where("sandbox_of", "is", null)
    .where("deleted_at", "is", null);
}

/** How many links (no further than `MAX_COUNTED_LINKS`) and members it has. */
export async function countsOf(db: Db, workspaceId: string): Promise<{ links: number; members: number }> {
  const some = db
    .selectFrom("links")
    .select("id")
    .where("workspace_id", "=", workspaceId)
    .where("deleted_at", "is", null)
    .limit(MAX_COUNTED_LINKS);
  const { n } = await db
    .selectFrom(some.as("some"))
    .select(({ fn }) => fn.countAll<number>().as("n"))
    .executeTakeFirstOrThrow();
  return { links: Number(n), members: await countRowsOf(db, "members", workspaceId) };
}
