import { type Kysely, type RawBuilder, sql } from "kysely";

// biome-ignore lint/suspicious/noExplicitAny: a migration knows the schema of its own day only
type AnyDb = Kysely<any>;
type TextType = "text" | RawBuilder<unknown>;

/** Keys with a network, a successor and a sandbox; and from where somebody did what. */
export function keys(dialect: "sqlite" | "postgres") {
  const text: TextType = dialect === "postgres" ? sql`text collate "C"` : "text";
  return {
    async up(db: AnyDb): Promise<void> {
      // One statement a column: SQLite takes no more.
      const columns: [string, TextType][] = [
        ["allowed_addresses", "text"],
        ["last_used_from", "text"],
        ["rotated_from", text],
        ["replaced_by", text],
      ];
      for (const [name, type] of columns)
        await db.schema.alterTable("api_keys").addColumn(name, type).execute();
      await db.schema
        .alterTable("api_keys")
        .addColumn("mode", text, (column) => column.notNull().defaultTo("live"))
        .execute();
      await db.schema
        .alterTable("api_keys")
        .addColumn("version", "integer", (column) => column.notNull().defaultTo(1))
        .execute();
      await db.schema
        .alterTable("workspaces")
        .addColumn("sandbox_of", text, (column) => column.references("workspaces.id").onDelete("cascade"))
        .execute();
      // Of those without one there may be many: nulls are not alike.
      await db.schema
        .createIndex("workspaces_by_sandbox_of")
        .unique()
        .on("workspaces")
        .columns(["sandbox_of"])
        .execute();
      await db.schema.alterTable("audit_log").addColumn("actor_from", "text").execute();
    },
  };
}
