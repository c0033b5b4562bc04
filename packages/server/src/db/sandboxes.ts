import { newId } from "@visoli/contract/ids";
import type { Db, Trx } from "./schema.ts";

/** The workspace that test keys act on, or null where nobody made one yet. */
export async function findSandbox(db: Db, workspaceId: string): Promise<string | null> {
  const query = db.selectFrom("workspaces").select("id").where("sandbox_of", "=", workspaceId);
  return (await query.executeTakeFirst())?.id ?? null;
}

/** The same; made the first time that it is asked for. */
export async function ensureSandbox(trx: Trx, workspaceId: string, now: number): Promise<string> {
  const known = await findSandbox(trx, workspaceId);
  if (known !== null) return known;
  const owner = await trx
    .selectFrom("workspaces")
    .select(["name", "settings"])
    .where("id", "=", workspaceId)
    .executeTakeFirstOrThrow();
  await trx
    .insertInto("workspaces")
    .values({ id: newId("ws", now), ...owner, created_at: now, sandbox_of: workspaceId })
    .onConflict((conflict) => conflict.column("sandbox_of").doNothing())
    .execute();
  // Somebody else may have made it at the same moment.
  return (await findSandbox(trx, workspaceId)) ?? "";
}

/** The workspace that a sandbox belongs to; any other is its own. */
export async function homeOf(db: Db, workspaceId: string): Promise<string> {
  const query = db.selectFrom("workspaces").select("sandbox_of").where("id", "=", workspaceId);
  return (await query.executeTakeFirst())?.sandbox_of ?? workspaceId;
}
