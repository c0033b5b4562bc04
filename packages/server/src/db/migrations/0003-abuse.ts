import { type Kysely, type RawBuilder, sql } from "kysely";

// biome-ignore lint/suspicious/noExplicitAny: a migration knows the schema of its own day only
type AnyDb = Kysely<any>;
type TextType = "text" | RawBuilder<unknown>;

/** What the service's operator blocked, and what every process of the service must forget. */
export function abuse(dialect: "sqlite" | "postgres") {
  const text: TextType = dialect === "postgres" ? sql`text collate "C"` : "text";
  return {
    async up(db: AnyDb): Promise<void> {
      await db.schema
        .createTable("blocked_destinations")
        .addColumn("id", text, (column) => column.primaryKey())
        .addColumn("destination", text, (column) => column.notNull().unique())
        .addColumn("reason", "text", (column) => column.notNull())
        .addColumn("created_by", text, (column) => column.notNull())
        .addColumn("created_at", "bigint", (column) => column.notNull())
        .execute();
      await db.schema
        .createTable("invalidations")
        // Never the same number twice, though old rows are deleted.
        .addColumn("sequence", dialect === "postgres" ? "bigserial" : "integer", (column) =>
          dialect === "postgres" ? column.primaryKey() : column.primaryKey().autoIncrement(),
        )
        .addColumn("kind", text, (column) => column.notNull())
        .addColumn("domain", text, (column) => column.notNull())
        .addColumn("slug_key", text, (column) => column.notNull())
        .addColumn("origin", text, (column) => column.notNull())
        .addColumn("created_at", "bigint", (column) => column.notNull())
        .execute();
      await sql`create index links_blocked on links (blocked_at) where blocked_at is not null`.execute(db);
      await db.schema.createIndex("reports_by_link").on("reports").columns(["link_id", "state"]).execute();
    },
  };
}
