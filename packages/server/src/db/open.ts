import { Kysely } from "kysely";
import { Migrator } from "kysely/migration";
import type { DatabaseConfig } from "../config.ts";
import { type Lookup, postgresLookup, sqliteLookup } from "./lookup.ts";
import { start } from "./migrations/0001-start.ts";
import { links } from "./migrations/0002-links.ts";
import { abuse } from "./migrations/0003-abuse.ts";
import { postgresDialect } from "./postgres.ts";
import type { Db, Schema } from "./schema.ts";
import { openSqlite, sqliteDialect } from "./sqlite.ts";

export type OpenDatabase = {
  db: Db;
  /** The redirect's own way to a link. */
  lookup: Lookup;
  /** Throws where the database does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
};

/** Opens the database and brings its schema up to date. @throws where it cannot be reached or migrated */
export async function openDatabase(
  config: DatabaseConfig,
  onError: (error: Error) => void,
): Promise<OpenDatabase> {
  if (config.kind === "postgres") {
    const db = new Kysely<Schema>({ dialect: postgresDialect(config.url, onError) });
    await migrate(db, "postgres");
    return opened(db, postgresLookup(db), () => {});
  }
  const db = new Kysely<Schema>({ dialect: sqliteDialect(openSqlite(config.file)) });
  await migrate(db, "sqlite");
  // A connection of its own: on the writing one it would see what a transaction has not committed yet.
  const reader = openSqlite(config.file);
  return opened(db, sqliteLookup(reader), () => reader.close());
}

function opened(db: Db, lookup: Lookup, closeReader: () => void): OpenDatabase {
  return {
    db,
    lookup,
    ping: async () => void (await db.selectFrom("workspaces").select("id").limit(1).execute()),
    close: async () => {
      closeReader();
      await db.destroy();
    },
  };
}

async function migrate(db: Db, dialect: "sqlite" | "postgres"): Promise<void> {
  const migrations = {
    "0001-start": start(dialect),
    "0002-links": links(dialect),
    "0003-abuse": abuse(dialect),
  };
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}
