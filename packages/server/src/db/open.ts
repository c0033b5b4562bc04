import { Kysely, sql } from "kysely";
import { Migrator } from "kysely/migration";
import type { DatabaseConfig } from "../config.ts";
import { SECOND_MS } from "../lib/time.ts";
import { lateIndexes, type NeedIndex } from "./late-indexes.ts";
import { type Lookup, postgresLookup, sqliteLookup } from "./lookup.ts";
import { start } from "./migrations/0001-start.ts";
import { links } from "./migrations/0002-links.ts";
import { abuse } from "./migrations/0003-abuse.ts";
import { webhooks } from "./migrations/0004-webhooks.ts";
import { conversions } from "./migrations/0005-conversions.ts";
import { erasures } from "./migrations/0006-erasures.ts";
import { lateIndexes as dropLateIndexes } from "./migrations/0007-late-indexes.ts";
import { plans } from "./migrations/0008-plans.ts";
import { keys } from "./migrations/0009-keys.ts";
import { people } from "./migrations/0010-people.ts";
import { members } from "./migrations/0011-members.ts";
import { publicStats } from "./migrations/0012-public-stats.ts";
import { billing } from "./migrations/0013-billing.ts";
import { notifications } from "./migrations/0014-notifications.ts";
import { ownLinks } from "./migrations/0015-own-links.ts";
import { proofs } from "./migrations/0016-proofs.ts";
import { postgresDialect } from "./postgres.ts";
import type { Db, Schema, Transact } from "./schema.ts";
import { openSqlite, sqliteDialect } from "./sqlite.ts";
import { openSqliteThread } from "./sqlite-thread.ts";

export type OpenDatabase = {
  db: Db;
  /** A transaction that writes many rows by few statements: in a thread of its own where the database is SQLite. One at a time there. */
  bulkTransaction: Transact;
  /** For reading what was committed, without waiting for a transaction that is under way. */
  reads: Db;
  needIndex: NeedIndex;
  /** The redirect's own way to a link. */
  lookup: Lookup;
  /** For a thread with connections of its own (`openSqliteBeside`), which writes meanwhile: nobody else in this process does. */
  whileOthersWait(work: () => Promise<void>): Promise<void>;
  /** Call every second or so: in SQLite, what was written lately goes where it belongs. */
  checkpoint(): Promise<void>;
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
    const bulkTransaction: Transact = (work) => db.transaction().execute(work);
    const whileOthersWait = (work: () => Promise<void>) => work();
    const others = { reads: db, lookup: postgresLookup(db), whileOthersWait, checkpoint: async () => {} };
    return opened({ db, bulkTransaction, needIndex: async () => {}, ...others }, async () => {});
  }
  const db = new Kysely<Schema>({ dialect: sqliteDialect(openSqlite(config.file)) });
  await migrate(db, "sqlite");
  // A connection of its own: on the writing one it would see what a transaction has not committed yet.
  const reader = openSqlite(config.file);
  const { dialect, checkpoint: checkpointInThread } = openSqliteThread(config.file);
  const thread = new Kysely<Schema>({ dialect });
  // Whoever wants to write meanwhile waits for our own connection, not inside SQLite, where every redirect would wait with them.
  const bulkTransaction: Transact = (work) =>
    db.connection().execute(() => thread.transaction().execute(work));
  let writtenElsewhereAt = Number.NEGATIVE_INFINITY;
  const whileOthersWait = (work: () => Promise<void>) =>
    db
      .connection()
      .execute(work)
      .finally(() => {
        writtenElsewhereAt = performance.now();
      });
  // Who writes without a pause makes checkpoints in between.
  const checkpoint = async () => {
    if (performance.now() - writtenElsewhereAt > 2 * SECOND_MS) await checkpointInThread();
  };
  const reads = new Kysely<Schema>({ dialect: sqliteDialect(reader) });
  const lookup = sqliteLookup(reader);
  const needIndex = lateIndexes(reads, bulkTransaction);
  const ways = { db, bulkTransaction, reads, needIndex, lookup, whileOthersWait, checkpoint };
  return opened(ways, async () => {
    await reads.destroy();
    await thread.destroy();
  });
}

/**
 * Two more connections to a file that is open already, for a thread of its own; one is to write by. Whoever writes without a pause calls
 * `checkpoint` between two transactions every second or so: only where nobody writes meanwhile, the log begins anew. It says
 * whether it was made: another thread may be at one.
 */
export function openSqliteBeside(file: string) {
  const connect = () => new Kysely<Schema>({ dialect: sqliteDialect(openSqlite(file)) });
  const db: Db = connect();
  const reads: Db = connect();
  const checkpoint = async () => {
    const { rows } = await sql<{ busy: number }>`pragma wal_checkpoint(passive)`.execute(db);
    return rows[0]?.busy === 0;
  };
  return { db, reads, checkpoint };
}

function opened(ways: Omit<OpenDatabase, "ping" | "close">, closeOthers: () => Promise<void>): OpenDatabase {
  const { db } = ways;
  return {
    ...ways,
    ping: async () => void (await db.selectFrom("workspaces").select("id").limit(1).execute()),
    close: async () => {
      await closeOthers();
      await db.destroy();
    },
  };
}

async function migrate(db: Db, dialect: "sqlite" | "postgres"): Promise<void> {
  const migrations = {
    "0001-start": start(dialect),
    "0002-links": links(dialect),
    "0003-abuse": abuse(dialect),
    "0004-webhooks": webhooks(dialect),
    "0005-conversions": conversions(dialect),
    "0006-erasures": erasures(dialect),
    "0007-late-indexes": dropLateIndexes(dialect),
    "0008-plans": plans(dialect),
    "0009-keys": keys(dialect),
    "0010-people": people(dialect),
    "0011-members": members(dialect),
    "0012-public-stats": publicStats(dialect),
    "0013-billing": billing(dialect),
    "0014-notifications": notifications(dialect),
    "0015-own-links": ownLinks(dialect),
    "0016-proofs": proofs(dialect),
  };
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}
