import { newId } from "@visoli/contract/ids";
import { sql } from "kysely";
import type { DatabaseConfig } from "../config.ts";
import type { Db, Trx } from "./schema.ts";

/** The JSON in `workspaces.settings`. */
export type WorkspaceSettings = {
  /** Schemes of destinations beside http and https. */
  allowedSchemes?: string[];
};

/** The oldest workspace, which the first start made; null before that. */
export async function firstWorkspace(db: Db): Promise<{ id: string } | null> {
  const oldest = db.selectFrom("workspaces").select("id").orderBy("created_at").orderBy("id").limit(1);
  return (await oldest.executeTakeFirst()) ?? null;
}

export async function insertWorkspace(db: Db, name: string, now: number): Promise<{ id: string }> {
  const id = newId("ws", now);
  await db.insertInto("workspaces").values({ id, name, created_at: now, settings: null }).execute();
  return { id };
}

/** The same with an id that was chosen before, unless it is there already. */
export async function insertWorkspaceOnce(
  db: Db,
  { id, name, now }: { id: string; name: string; now: number },
): Promise<void> {
  const insert = db.insertInto("workspaces").values({ id, name, created_at: now, settings: null });
  await insert.onConflict((conflict) => conflict.column("id").doNothing()).execute();
}

export type WorkspaceRow = {
  id: string;
  name: string;
  createdAt: number;
  settings: WorkspaceSettings;
  /** Whether it is another's, for test keys. */
  isSandbox: boolean;
};

/** @throws where there is no such workspace: whoever acts is in one */
export async function getWorkspace(db: Db, id: string): Promise<WorkspaceRow> {
  const row = await db.selectFrom("workspaces").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  const settings = JSON.parse(row.settings ?? "{}") as WorkspaceSettings;
  return {
    id: row.id,
    name: row.name,
    createdAt: row.created_at,
    settings,
    isSandbox: row.sandbox_of !== null,
  };
}

/** Holds the workspace, and whoever makes a link in it, until the transaction ends. SQLite has one writer at a time anyway. */
export async function lockWorkspace(trx: Trx, kind: DatabaseConfig["kind"], id: string): Promise<void> {
  const query = trx.selectFrom("workspaces").select("id").where("id", "=", id).forUpdate();
  if (kind === "postgres") await query.execute();
}

export async function updateWorkspace(
  db: Db,
  { id, name, settings }: Pick<WorkspaceRow, "id" | "name" | "settings">,
): Promise<void> {
  const update = db.updateTable("workspaces").set({ name, settings: JSON.stringify(settings) });
  await update.where("id", "=", id).execute();
}

/** Keeps others from making a workspace until the transaction ends. SQLite has one writer at a time anyway. */
export async function lockWorkspaces(trx: Trx, kind: DatabaseConfig["kind"]): Promise<void> {
  if (kind === "postgres") await sql`lock table workspaces in exclusive mode`.execute(trx);
}
