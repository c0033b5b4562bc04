import { type Kysely, type RawBuilder, sql } from "kysely";

// biome-ignore lint/suspicious/noExplicitAny: a migration knows the schema of its own day only
type AnyDb = Kysely<any>;

/** By what a session began, when its owner last showed a password in it, and what happened at the doors of each account. */
export function proofs(dialect: "sqlite" | "postgres") {
  const text: "text" | RawBuilder<unknown> = dialect === "postgres" ? sql`text collate "C"` : "text";
  return {
    async up(db: AnyDb): Promise<void> {
      await db.schema.alterTable("sessions").addColumn("proof", text).execute();
      await db.schema.alterTable("sessions").addColumn("confirmed_at", "bigint").execute();
      await db.schema
        .createTable("security_log")
        .addColumn("id", text, (column) => column.primaryKey())
        .addColumn("user_id", text, (column) => column.notNull().references("users.id").onDelete("cascade"))
        .addColumn("kind", text, (column) => column.notNull())
        .addColumn("user_agent", "text")
        .addColumn("address_class", text)
        .addColumn("created_at", "bigint", (column) => column.notNull())
        .execute();
      await db.schema
        .createIndex("security_log_by_user")
        .on("security_log")
        .columns(["user_id", "id"])
        .execute();
      await db.schema.createIndex("security_log_by_age").on("security_log").column("created_at").execute();
    },
  };
}
