import type { Db } from "./schema.ts";

/** The workspace's logo, a PNG in base64; null where it has none. */
export async function findLogo(db: Db, workspaceId: string): Promise<string | null> {
  const query = db.selectFrom("workspace_logos").select("png").where("workspace_id", "=", workspaceId);
  return (await query.executeTakeFirst())?.png ?? null;
}

export async function writeLogo(db: Db, workspaceId: string, png: string): Promise<void> {
  await db
    .insertInto("workspace_logos")
    .values({ workspace_id: workspaceId, png })
    .onConflict((conflict) => conflict.column("workspace_id").doUpdateSet({ png }))
    .execute();
}

/** Says whether there was one. */
export async function deleteLogo(db: Db, workspaceId: string): Promise<boolean> {
  const gone = await db
    .deleteFrom("workspace_logos")
    .where("workspace_id", "=", workspaceId)
    .executeTakeFirst();
  return gone.numDeletedRows > 0n;
}
