import { type Kysely, type RawBuilder, sql } from "kysely";

// biome-ignore lint/suspicious/noExplicitAny: a migration knows the schema of its own day only
type AnyDb = Kysely<any>;

/** What members want to be told of by mail, and what there is to tell. */
export function notifications(dialect: "sqlite" | "postgres") {
  const text: "text" | RawBuilder<unknown> = dialect === "postgres" ? sql`text collate "C"` : "text";
  return {
    async up(db: AnyDb): Promise<void> {
      await db.schema
        .createTable("notifications")
        .addColumn("workspace_id", text, (column) => column.notNull())
        .addColumn("user_id", text, (column) => column.notNull())
        .addColumn("summary", text, (column) => column.notNull())
        .addColumn("timezone", text, (column) => column.notNull())
        .addColumn("alerts", text, (column) => column.notNull())
        .addColumn("summary_at", "bigint")
        .addPrimaryKeyConstraint("notifications_primary", ["workspace_id", "user_id"])
        .execute();
      await sql`create index notifications_by_summary on notifications (summary_at) where summary_at is not null`.execute(
        db,
      );
      await db.schema
        .createTable("alerts")
        .addColumn("workspace_id", text, (column) => column.notNull())
        .addColumn("kind", text, (column) => column.notNull())
        .addColumn("subject", text, (column) => column.notNull())
        .addColumn("period", text, (column) => column.notNull())
        .addColumn("data", text, (column) => column.notNull())
        .addColumn("created_at", "bigint", (column) => column.notNull())
        .addColumn("told_at", "bigint")
        .addPrimaryKeyConstraint("alerts_primary", ["workspace_id", "kind", "subject", "period"])
        .execute();
      await sql`create index alerts_untold on alerts (workspace_id) where told_at is null`.execute(db);
      await db.schema.createIndex("alerts_by_age").on("alerts").column("created_at").execute();
    },
  };
}
