import { type Kysely, type RawBuilder, sql } from "kysely";

// biome-ignore lint/suspicious/noExplicitAny: a migration knows the schema of its own day only
type AnyDb = Kysely<any>;

/** Keys of their own links alone, and whose links and conversions these are. */
export function ownLinks(dialect: "sqlite" | "postgres") {
  const text: "text" | RawBuilder<unknown> = dialect === "postgres" ? sql`text collate "C"` : "text";
  return {
    async up(db: AnyDb): Promise<void> {
      for (const table of ["api_keys", "links", "conversions"]) {
        await db.schema.alterTable(table).addColumn("owner_id", text).execute();
        // Links and conversions of everybody else are not in the index, so that they cost nothing.
        if (table !== "api_keys")
          await sql`create index ${sql.ref(`${table}_by_owner`)} on ${sql.table(table)} (owner_id, id)
            where owner_id is not null`.execute(db);
      }
    },
  };
}
