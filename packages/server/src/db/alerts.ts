import type { Selectable } from "kysely";
import type { Db } from "./schema.ts";
import type { AlertTable } from "./schema-workspaces.ts";

export type AlertRow = Selectable<AlertTable>;

/** Notes that there is something to tell, once for a subject and period: whether it is new. */
export async function insertAlert(db: Db, row: Omit<AlertRow, "told_at">): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto("alerts")
    .values({ ...row, told_at: null })
    .onConflict((conflict) => conflict.columns(["workspace_id", "kind", "subject", "period"]).doNothing())
    .executeTakeFirst();
  return Number(numInsertedOrUpdatedRows ?? 0) === 1;
}

/** Workspaces in which there is something to tell, and nothing was told since that time. */
export async function workspacesToTell(db: Db, toldBefore: number, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom("alerts")
    .select("workspace_id")
    .distinct()
    .where("told_at", "is", null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("alerts as told")
            .select("told.subject")
            .whereRef("told.workspace_id", "=", "alerts.workspace_id")
            .where("told.told_at", ">", toldBefore),
        ),
      ),
    )
    .limit(limit)
    .execute();
  return rows.map((row) => row.workspace_id);
}

/** Takes all there is to tell in the workspace, for whoever asks first, oldest first. */
export async function takeAlerts(db: Db, workspaceId: string, now: number): Promise<AlertRow[]> {
  const rows = await db
    .updateTable("alerts")
    .set({ told_at: now })
    .where("workspace_id", "=", workspaceId)
    .where("told_at", "is", null)
    .returningAll()
    .execute();
  return rows.sort((a, b) => a.created_at - b.created_at || (a.subject < b.subject ? -1 : 1));
}

export async function forgetAlerts(db: Db, before: number): Promise<void> {
  await db.deleteFrom("alerts").where("created_at", "<", before).execute();
}
