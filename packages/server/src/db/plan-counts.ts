import type { Db } from "./schema.ts";

/** Keys that may still be used: neither revoked nor expired. */
export async function countKeys(db: Db, workspaceId: string, now: number): Promise<number> {
  const { n } = await db
    .selectFrom("api_keys")
    .select(({ fn }) => fn.countAll<number>().as("n"))
    .where("workspace_id", "=", workspaceId)
    .where("revoked_at", "is", null)
    .where((key) => key.or([key("expires_at", "is", null), key("expires_at", ">", now)]))
    .executeTakeFirstOrThrow();
  return Number(n);
}

/** The workspace's domains, members or webhooks, whatever state they are in. */
export async function countRowsOf(
  db: Db,
  table: "domains" | "members" | "webhooks",
  workspaceId: string,
): Promise<number> {
  const { n } = await db
    .selectFrom(table)
    .select(({ fn }) => fn.countAll<number>().as("n"))
    .where("workspace_id", "=", workspaceId)
    .executeTakeFirstOrThrow();
  return Number(n);
}
