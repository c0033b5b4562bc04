import type { Insertable, Selectable, Updateable } from "kysely";
import type { DatabaseKind } from "./insert-rows.ts";
import type { Db, Trx } from "./schema.ts";
import type { BillingTable } from "./schema-workspaces.ts";

export type BillingRow = Selectable<BillingTable>;

export async function findBilling(db: Db, workspaceId: string): Promise<BillingRow | null> {
  const query = db.selectFrom("billing").selectAll().where("workspace_id", "=", workspaceId);
  return (await query.executeTakeFirst()) ?? null;
}

export async function billingOfCustomer(db: Db, customerId: string): Promise<BillingRow | null> {
  const query = db.selectFrom("billing").selectAll().where("customer_id", "=", customerId);
  return (await query.executeTakeFirst()) ?? null;
}

/** Nothing is written where the workspace has a customer already. */
export async function insertBilling(db: Db, row: Insertable<BillingTable>): Promise<void> {
  const insert = db.insertInto("billing").values(row);
  await insert.onConflict((conflict) => conflict.column("workspace_id").doNothing()).execute();
}

/** Another customer in the place of one that is gone; false where somebody was quicker. */
export async function replaceCustomer(db: Db, row: BillingRow, customerId: string): Promise<boolean> {
  const update = db
    .updateTable("billing")
    .set({ customer_id: customerId, checkout_id: null, checkout_at: null })
    .where("workspace_id", "=", row.workspace_id)
    .where("customer_id", "=", row.customer_id);
  return (await update.executeTakeFirst()).numUpdatedRows > 0n;
}

/** Counts a question to Stripe, before it is asked; null where there is no such row. */
export async function countQuestion(db: Db, workspaceId: string): Promise<number | null> {
  const row = await db
    .updateTable("billing")
    .set((billing) => ({ asked: billing("asked", "+", 1) }))
    .where("workspace_id", "=", workspaceId)
    .returning("asked")
    .executeTakeFirst();
  return row ? Number(row.asked) : null;
}

/** Holds the row against other writers until the transaction ends. */
export async function lockBilling(
  trx: Trx,
  kind: DatabaseKind,
  workspaceId: string,
): Promise<BillingRow | null> {
  const query = trx.selectFrom("billing").selectAll().where("workspace_id", "=", workspaceId);
  return (await (kind === "postgres" ? query.forUpdate() : query).executeTakeFirst()) ?? null;
}

export async function updateBilling(
  db: Db,
  workspaceId: string,
  changes: Updateable<BillingTable>,
): Promise<void> {
  await db.updateTable("billing").set(changes).where("workspace_id", "=", workspaceId).execute();
}

/** The page to pay at is another one from now on; false where `from` is not the one there was. */
export async function swapCheckout(
  db: Db,
  workspaceId: string,
  from: string | null,
  to: { id: string; createdAt: number },
): Promise<boolean> {
  const update = db
    .updateTable("billing")
    .set({ checkout_id: to.id, checkout_at: to.createdAt })
    .where("workspace_id", "=", workspaceId)
    .where("checkout_id", from === null ? "is" : "=", from);
  return (await update.executeTakeFirst()).numUpdatedRows > 0n;
}

/** What the workspace pays for now, as it counts for what it may do. False where there is no such workspace any more. */
export async function setPaidPlan(db: Db, workspaceId: string, plan: string | null): Promise<boolean> {
  const update = db.updateTable("workspaces").set({ paid_plan: plan }).where("id", "=", workspaceId);
  return (await update.executeTakeFirst()).numUpdatedRows > 0n;
}

/** Those that Stripe was not asked about since, the longest first. */
export async function uncheckedBilling(db: Db, before: number, limit: number): Promise<BillingRow[]> {
  return db
    .selectFrom("billing")
    .selectAll()
    .where("checked_at", "<", before)
    .orderBy("checked_at")
    .limit(limit)
    .execute();
}

/** Those whose plan has come to its end. */
export async function endedPlans(db: Db, now: number, limit: number): Promise<BillingRow[]> {
  return db
    .selectFrom("billing")
    .selectAll()
    .where("plan_ends_at", "<=", now)
    .orderBy("plan_ends_at")
    .limit(limit)
    .execute();
}

/** Those whose workspace is gone, or is about to go. */
export async function orphanedBilling(db: Db, limit: number): Promise<BillingRow[]> {
  return db
    .selectFrom("billing")
    .leftJoin("workspaces", "workspaces.id", "billing.workspace_id")
    .selectAll("billing")
    .where((row) => row.or([row("workspaces.id", "is", null), row("workspaces.deleted_at", "is not", null)]))
    .orderBy("billing.checked_at")
    .limit(limit)
    .execute();
}

export async function deleteBilling(db: Db, workspaceId: string): Promise<void> {
  await db.deleteFrom("billing").where("workspace_id", "=", workspaceId).execute();
}

/** The plan that the operator gave the workspace; null where none. */
export async function grantedPlan(db: Db, workspaceId: string): Promise<string | null> {
  const query = db.selectFrom("workspaces").select("plan").where("id", "=", workspaceId);
  return (await query.executeTakeFirst())?.plan ?? null;
}

/** Addresses of those who own the workspace: they pay. */
export async function payersOf(db: Db, workspaceId: string): Promise<string[]> {
  const rows = await db
    .selectFrom("members")
    .innerJoin("users", "users.id", "members.user_id")
    .select("users.email")
    .where("members.workspace_id", "=", workspaceId)
    .where("members.role", "=", "owner")
    .orderBy("users.email")
    .execute();
  return rows.map(({ email }) => email);
}

/**
 * Has what is paid for count from now on, or not count where nothing is sold any more: to be called as the service starts. What was written
 * while it was the other way is made up for.
 */
export async function settlePaidPlans(
  db: Db,
  isSold: boolean,
  pastDueFrom: number,
  now: number,
): Promise<void> {
  if (!isSold) {
    await db.updateTable("workspaces").set({ paid_plan: null }).where("paid_plan", "is not", null).execute();
    return;
  }
  await db
    .updateTable("workspaces")
    .set(({ selectFrom }) => ({
      paid_plan: selectFrom("billing")
        .select("billing.plan")
        .whereRef("billing.workspace_id", "=", "workspaces.id")
        .where("state", "in", ["active", "past_due"])
        .where((row) => row.or([row("cancel_at", "is", null), row("cancel_at", ">", now)]))
        .where((row) => row.or([row("past_due_since", "is", null), row("past_due_since", ">", pastDueFrom)])),
    }))
    .where("id", "in", db.selectFrom("billing").select("workspace_id"))
    .execute();
}
