import type { DatabaseKind } from "./insert-rows.ts";
import type { Db, Trx } from "./schema.ts";
import { lockWorkspace } from "./workspaces.ts";

/** What the operator gave the workspace, or it pays for: null where neither, undefined where there is no such workspace. */
export async function readPlanName(db: Db, workspaceId: string): Promise<string | null | undefined> {
  return (await planOf(db, workspaceId).executeTakeFirst())?.plan;
}

/** Sets the workspace's plan; null is the service's default. Gives back whether there is such a workspace. */
export async function setPlan(db: Db, workspaceId: string, plan: string | null): Promise<boolean> {
  const update = db.updateTable("workspaces").set({ plan }).where("id", "=", workspaceId);
  return (await update.executeTakeFirst()).numUpdatedRows > 0n;
}

/** Holds the workspace until the transaction ends, and gives its plan's name. SQLite has one writer at a time anyway. */
export async function lockPlanName(
  trx: Trx,
  kind: DatabaseKind,
  workspaceId: string,
): Promise<string | null | undefined> {
  await lockWorkspace(trx, kind, workspaceId);
  return readPlanName(trx, workspaceId);
}

/** A sandbox has the plan of the workspace that it is of. */
function planOf(db: Db, workspaceId: string) {
  return db
    .selectFrom("workspaces as own")
    .leftJoin("workspaces as parent", "parent.id", "own.sandbox_of")
    .select(({ fn }) =>
      fn.coalesce("parent.plan", "parent.paid_plan", "own.plan", "own.paid_plan").as("plan"),
    )
    .where("own.id", "=", workspaceId);
}

export type WorkspacePlan = { id: string; name: string; plan: string | null };

/** Workspaces with what they were given or pay for, the oldest first; sandboxes have that of another. */
export async function listPlans(db: Db, afterId: string, limit: number): Promise<WorkspacePlan[]> {
  return db
    .selectFrom("workspaces")
    .select(({ fn }) => ["id", "name", fn.coalesce("plan", "paid_plan").as("plan")])
    .where("sandbox_of", "is", null)
    .where("deleted_at", "is", null)
    .where("id", ">", afterId)
    .orderBy("id")
    .limit(limit)
    .execute();
}
