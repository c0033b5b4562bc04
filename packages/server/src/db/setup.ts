import type { Db } from "./schema.ts";

export async function insertSetupToken(
  db: Db,
  token: { hash: string; workspaceId: string; now: number },
): Promise<void> {
  const row = {
    ...{ token_hash: token.hash, workspace_id: token.workspaceId },
    ...{ created_at: token.now, used_at: null },
  };
  await db.insertInto("setup_tokens").values(row).execute();
}

/** Whether the token can still be used. */
export async function hasSetupToken(db: Db, hash: string, since: number): Promise<boolean> {
  const row = await open(db, since).where("token_hash", "=", hash).executeTakeFirst();
  return row !== undefined;
}

function open(db: Db, since: number) {
  return db
    .selectFrom("setup_tokens")
    .select("workspace_id")
    .where("used_at", "is", null)
    .where("created_at", ">", since);
}

/** Uses the token up, and every other with it; the workspace it is for, or null where it was used, is too old or never was. */
export async function useSetupToken(
  db: Db,
  hash: string,
  { now, since }: { now: number; since: number },
): Promise<string | null> {
  const used = await db
    .updateTable("setup_tokens")
    .set({ used_at: now })
    .where("token_hash", "=", hash)
    .where("used_at", "is", null)
    .where("created_at", ">", since)
    .returning("workspace_id")
    .executeTakeFirst();
  if (!used) return null;
  const others = db.updateTable("setup_tokens").set({ used_at: now }).where("used_at", "is", null);
  await others.where("workspace_id", "=", used.workspace_id).execute();
  return used.workspace_id;
}

export async function hasAnySetupToken(db: Db, workspaceId: string): Promise<boolean> {
  const rows = db.selectFrom("setup_tokens").select("token_hash").where("workspace_id", "=", workspaceId);
  return (await rows.executeTakeFirst()) !== undefined;
}
