import { type Kysely, type RawBuilder, sql } from "kysely";

// biome-ignore lint/suspicious/noExplicitAny: a migration knows the schema of its own day only
type AnyDb = Kysely<any>;

/** Who pays for what, as Stripe has it. */
export function billing(dialect: "sqlite" | "postgres") {
  const text: "text" | RawBuilder<unknown> = dialect === "postgres" ? sql`text collate "C"` : "text";
  return {
    async up(db: AnyDb): Promise<void> {
      await db.schema.alterTable("workspaces").addColumn("paid_plan", text).execute();
      await db.schema
        .createTable("billing")
        // It outlives the workspace, until nothing is paid for any more.
        .addColumn("workspace_id", text, (column) => column.primaryKey())
        .addColumn("customer_id", text, (column) => column.notNull().unique())
        .addColumn("state", text, (column) => column.notNull())
        .addColumn("subscription_id", text)
        .addColumn("plan", text)
        .addColumn("price", "text")
        .addColumn("period_end", "bigint")
        .addColumn("cancel_at", "bigint")
        .addColumn("past_due_since", "bigint")
        .addColumn("plan_ends_at", "bigint")
        .addColumn("checkout_id", "text")
        .addColumn("checkout_at", "bigint")
        .addColumn("asked", "bigint", (column) => column.notNull())
        .addColumn("answered", "bigint", (column) => column.notNull())
        .addColumn("checked_at", "bigint", (column) => column.notNull())
        .addColumn("created_at", "bigint", (column) => column.notNull())
        .addColumn("updated_at", "bigint", (column) => column.notNull())
        .execute();
      await db.schema.createIndex("billing_by_check").on("billing").columns(["checked_at"]).execute();
      await db.schema.createIndex("billing_by_end").on("billing").columns(["plan_ends_at"]).execute();
    },
  };
}
