import { type Kysely, type RawBuilder, sql } from "kysely";

// biome-ignore lint/suspicious/noExplicitAny: a migration knows the schema of its own day only
type AnyDb = Kysely<any>;

/** A workspace's plan, and what is counted of a month. */
export function plans(dialect: "sqlite" | "postgres") {
  const text: "text" | RawBuilder<unknown> = dialect === "postgres" ? sql`text collate "C"` : "text";
  return {
    async up(db: AnyDb): Promise<void> {
      await db.schema.alterTable("workspaces").addColumn("plan", text).execute();
      await db.schema
        .createTable("usage_counters")
        .addColumn("workspace_id", text, (column) =>
          column.notNull().references("workspaces.id").onDelete("cascade"),
        )
        .addColumn("period", text, (column) => column.notNull())
        .addColumn("links", "bigint", (column) => column.notNull())
        .addPrimaryKeyConstraint("usage_counters_pk", ["workspace_id", "period"])
        .execute();
    },
  };
}
