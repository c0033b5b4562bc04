import { newId } from "@visoli/contract/ids";
import { sql } from "kysely";
import type { DatabaseConfig } from "../config.ts";
import type { Db, Trx } from "./schema.ts";

/** The oldest workspace, which the first start made; null before that. */
export async function firstWorkspace(db: Db): Promise<{ id: string } | null> {
  const oldest = db.selectFrom("workspaces").select("id").orderBy("created_at").orderBy("id").limit(1);
  return (await oldest.executeTakeFirst()) ?? null;
}

export async function insertWorkspace(db: Db, name: string, now: number): Promise<{ id: string }> {
  const id = newId("ws", now);
  await db.insertInto("workspaces").values({ id, name, created_at: now }).execute();
  return { id };
}

/** Keeps others from making a workspace until the transaction ends. SQLite has one writer at a time anyway. */
export async function lockWorkspaces(trx: Trx, kind: DatabaseConfig["kind"]): Promise<void> {
  if (kind === "postgres") await sql`lock table workspaces in exclusive mode`.execute(trx);
}
