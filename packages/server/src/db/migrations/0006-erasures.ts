import { type Kysely, type RawBuilder, sql } from "kysely";

// biome-ignore lint/suspicious/noExplicitAny: a migration knows the schema of its own day only
type AnyDb = Kysely<any>;

/** Whose clicks are to be erased. Neither the link nor the workspace need be there any more. */
export function erasures(dialect: "sqlite" | "postgres") {
  const text: "text" | RawBuilder<unknown> = dialect === "postgres" ? sql`text collate "C"` : "text";
  return {
    async up(db: AnyDb): Promise<void> {
      await db.schema
        .createTable("erasures")
        .addColumn("workspace_id", text, (column) => column.notNull())
        .addColumn("link_id", text, (column) => column.notNull())
        .addColumn("check_at", "bigint", (column) => column.notNull())
        .addColumn("checks", "integer", (column) => column.notNull())
        .addPrimaryKeyConstraint("erasures_pk", ["workspace_id", "link_id"])
        .execute();
      await db.schema.createIndex("erasures_by_check").on("erasures").columns(["check_at"]).execute();
    },
  };
}
