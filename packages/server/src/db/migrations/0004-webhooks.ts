import { type Kysely, type RawBuilder, sql } from "kysely";

// biome-ignore lint/suspicious/noExplicitAny: a migration knows the schema of its own day only
type AnyDb = Kysely<any>;
type TextType = "text" | RawBuilder<unknown>;

/** Webhooks, what they are told, and what became of it. */
export function webhooks(dialect: "sqlite" | "postgres") {
  const text: TextType = dialect === "postgres" ? sql`text collate "C"` : "text";
  return {
    async up(db: AnyDb): Promise<void> {
      await receivers(db, text);
      await db.schema
        .createTable("webhook_events")
        .addColumn("id", text, (column) => column.primaryKey())
        .addColumn("workspace_id", text, (column) => column.notNull())
        .addColumn("type", text, (column) => column.notNull())
        .addColumn("folder_id", text)
        .addColumn("payload", "text", (column) => column.notNull())
        .addColumn("created_at", "bigint", (column) => column.notNull())
        .execute();
      await deliveries(db, text);
      await db.schema
        .createIndex("webhook_events_by_age")
        .on("webhook_events")
        .columns(["created_at"])
        .execute();
    },
  };
}

async function receivers(db: AnyDb, text: TextType): Promise<void> {
  await db.schema
    .createTable("webhooks")
    .addColumn("id", text, (column) => column.primaryKey())
    .addColumn("workspace_id", text, (column) =>
      column.notNull().references("workspaces.id").onDelete("cascade"),
    )
    .addColumn("url", "text", (column) => column.notNull())
    .addColumn("description", "text")
    .addColumn("events", "text", (column) => column.notNull())
    .addColumn("secret", "text", (column) => column.notNull())
    .addColumn("previous_secret", "text")
    .addColumn("previous_until", "bigint")
    .addColumn("is_enabled", "integer", (column) => column.notNull())
    .addColumn("disabled_reason", text)
    .addColumn("failing_since", "bigint")
    .addColumn("acts_for", "text", (column) => column.notNull())
    .addColumn("created_by", text, (column) => column.notNull())
    .addColumn("version", "integer", (column) => column.notNull().defaultTo(1))
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("updated_at", "bigint", (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex("webhooks_by_workspace")
    .on("webhooks")
    .columns(["workspace_id", "id"])
    .execute();
}

async function deliveries(db: AnyDb, text: TextType): Promise<void> {
  await db.schema
    .createTable("webhook_deliveries")
    .addColumn("id", text, (column) => column.primaryKey())
    .addColumn("webhook_id", text, (column) => column.notNull())
    .addColumn("event_id", text, (column) => column.notNull())
    .addColumn("event_type", text, (column) => column.notNull())
    .addColumn("state", text, (column) => column.notNull())
    .addColumn("attempts", "integer", (column) => column.notNull())
    .addColumn("next_at", "bigint")
    .addColumn("last_status", "integer")
    .addColumn("last_error", "text")
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("updated_at", "bigint", (column) => column.notNull())
    // However often an event is told, there is one delivery of it.
    .addUniqueConstraint("webhook_deliveries_once", ["event_id", "webhook_id"])
    .execute();
  const index = (name: string, columns: string[]) =>
    db.schema.createIndex(name).on("webhook_deliveries").columns(columns).execute();
  await index("webhook_deliveries_by_webhook", ["webhook_id", "id"]);
  await index("webhook_deliveries_by_state", ["webhook_id", "state", "id"]);
  await sql`create index webhook_deliveries_due on webhook_deliveries (webhook_id, next_at, id) where state = 'pending'`.execute(
    db,
  );
  await db.schema
    .createTable("webhook_attempts")
    .addColumn("delivery_id", text, (column) => column.notNull())
    .addColumn("number", "integer", (column) => column.notNull())
    .addColumn("at", "bigint", (column) => column.notNull())
    .addColumn("status", "integer")
    .addColumn("duration_ms", "integer", (column) => column.notNull())
    .addColumn("response", "text")
    .addColumn("error", "text")
    .addPrimaryKeyConstraint("webhook_attempts_pk", ["delivery_id", "number"])
    .execute();
}
