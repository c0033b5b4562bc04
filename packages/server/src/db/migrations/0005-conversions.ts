import { type Kysely, type RawBuilder, sql } from "kysely";

// biome-ignore lint/suspicious/noExplicitAny: a migration knows the schema of its own day only
type AnyDb = Kysely<any>;
type TextType = "text" | RawBuilder<unknown>;

/** Conversions, and what their links were called when they were booked. */
export function conversions(dialect: "sqlite" | "postgres") {
  const text: TextType = dialect === "postgres" ? sql`text collate "C"` : "text";
  return {
    async up(db: AnyDb): Promise<void> {
      await table(db, text);
      await db.schema
        .createTable("conversion_labels")
        .addColumn("conversion_id", text, (column) =>
          column.notNull().references("conversions.id").onDelete("cascade"),
        )
        .addColumn("kind", text, (column) => column.notNull())
        .addColumn("name", text, (column) => column.notNull())
        .addColumn("value", text, (column) => column.notNull())
        .addPrimaryKeyConstraint("conversion_labels_pk", ["conversion_id", "kind", "name"])
        .execute();
      await indexes(db);
    },
  };
}

async function table(db: AnyDb, text: TextType): Promise<void> {
  await db.schema
    .createTable("conversions")
    .addColumn("id", text, (column) => column.primaryKey())
    .addColumn("workspace_id", text, (column) =>
      column.notNull().references("workspaces.id").onDelete("cascade"),
    )
    .addColumn("external_id", text, (column) => column.notNull())
    .addColumn("request_hash", text, (column) => column.notNull())
    .addColumn("type", text, (column) => column.notNull())
    .addColumn("amount", "bigint")
    .addColumn("currency", text)
    .addColumn("click_id", text)
    .addColumn("visitor_id", text)
    .addColumn("link_id", text)
    .addColumn("folder_id", text)
    .addColumn("click", "text")
    .addColumn("metadata", "text")
    .addColumn("occurred_at", "bigint", (column) => column.notNull())
    .addColumn("look_at", "bigint")
    .addColumn("booked_at", "bigint")
    .addColumn("voided_at", "bigint")
    .addColumn("version", "integer", (column) => column.notNull().defaultTo(1))
    .addColumn("copied_version", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("created_by", text, (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addUniqueConstraint("conversions_by_external_id", ["workspace_id", "external_id"])
    .execute();
}

async function indexes(db: AnyDb): Promise<void> {
  const index = (name: string, columns: string[]) =>
    db.schema.createIndex(name).on("conversions").columns(columns).execute();
  await index("conversions_by_workspace", ["workspace_id", "id"]);
  await index("conversions_by_link", ["workspace_id", "link_id", "id"]);
  await index("conversions_by_booking", ["workspace_id", "booked_at"]);
  await sql`create index conversions_by_void on conversions (workspace_id, voided_at) where voided_at is not null`.execute(
    db,
  );
  await sql`create index conversions_to_attribute on conversions (look_at) where look_at is not null`.execute(
    db,
  );
  await sql`create index conversions_to_copy on conversions (id) where booked_at is not null and copied_version < version`.execute(
    db,
  );
}
