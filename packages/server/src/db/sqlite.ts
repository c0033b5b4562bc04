import { Database } from "bun:sqlite";
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { SqliteDialect, type SqliteStatement } from "kysely";
import QuickLRU from "quick-lru";

/** Opens the file (made where it isn't there) with the pragmas that all our connections share. */
export function openSqlite(file: string): Database {
  mkdirSync(dirname(file), { recursive: true });
  const database = new Database(file, { create: true });
  database.run("pragma busy_timeout = 10000");
  database.run("pragma journal_mode = wal");
  // A link that was answered is on the disk; what was deleted is overwritten (the daily salts).
  database.run("pragma synchronous = full");
  database.run("pragma secure_delete = on");
  database.run("pragma foreign_keys = on");
  // What a statement of many rows would undo if it failed: in memory, not written to a file first.
  database.run("pragma temp_store = memory");
  database.run("pragma cache_size = -65536");
  // A checkpoint takes its time, and half of it is for pages that will be written again soon: the thread makes it (`sqlite-thread.ts`)
  // when nobody writes much, and a commit only at 256 MiB.
  database.run("pragma wal_autocheckpoint = 65536");
  database.run("pragma mmap_size = 1073741824");
  return database;
}

/** So many statements are kept: lists of different lengths make ever new ones. */
const MAX_STATEMENTS = 500;

/** Kysely's own SQLite dialect over `bun:sqlite`. */
export function sqliteDialect(database: Database): SqliteDialect {
  return new SqliteDialect({ database: { close: () => database.close(), prepare: preparer(database) } });
}

/** Prepares each statement once (by itself Bun keeps but twenty). */
export function preparer(database: Database): (sql: string) => SqliteStatement {
  const statements = new QuickLRU<string, SqliteStatement>({ maxSize: MAX_STATEMENTS });
  return (sql) => {
    const known = statements.get(sql);
    if (known) return known;
    const statement = prepare(database, sql);
    statements.set(sql, statement);
    return statement;
  };
}

function prepare(database: Database, sql: string): SqliteStatement {
  // Immediate: a transaction that begins as a reader cannot become a writer while another process writes.
  const statement = database.prepare(sql === "begin" ? "begin immediate" : sql);
  return {
    reader: statement.columnNames.length > 0,
    all: (parameters) => statement.all(...(parameters as never[])),
    run: (parameters) => statement.run(...(parameters as never[])),
    iterate: (parameters) => statement.iterate(...(parameters as never[])) as IterableIterator<unknown>,
  };
}
