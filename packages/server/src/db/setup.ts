import type { Db } from "./schema.ts";

export async function insertSetupToken(
  db: Db,
  token: { hash: string; workspaceId: string; now: number },
): Promise<void> {
  const row = { token_hash: token.hash, workspace_id: token.workspaceId, created_at: token.now };
  await db.insertInto("setup_tokens").values(row).execute();
}

export async function hasSetupToken(db: Db, hash: string): Promise<boolean> {
  const row = await db
    .selectFrom("setup_tokens")
    .select("token_hash")
    .where("token_hash", "=", hash)
    .executeTakeFirst();
  return row !== undefined;
}

export async function hasAnySetupToken(db: Db, workspaceId: string): Promise<boolean> {
  const rows = db.selectFrom("setup_tokens").select("token_hash").where("workspace_id", "=", workspaceId);
  return (await rows.executeTakeFirst()) !== undefined;
}
