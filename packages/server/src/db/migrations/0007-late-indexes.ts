import type { Kysely } from "kysely";

// biome-ignore lint/suspicious/noExplicitAny: a migration knows the schema of its own day only
type AnyDb = Kysely<any>;

/** In SQLite these are made when they are first needed (`late-indexes.ts`). */
export function lateIndexes(dialect: "sqlite" | "postgres") {
  return {
    async up(db: AnyDb): Promise<void> {
      if (dialect === "postgres") return;
      for (const name of ["links_by_slug", "links_by_url"])
        await db.schema.dropIndex(name).ifExists().execute();
    },
  };
}
