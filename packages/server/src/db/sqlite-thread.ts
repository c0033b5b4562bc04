import { statSync } from "node:fs";
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";
import { createThread } from "../lib/thread.ts";

/**
 * A statement for the thread, as JSON: one string changes threads far quicker than hundreds of values. One that belongs to a transaction
 * is refused where that has gone.
 */
export type SqliteQuestion =
  | { file: string; sql: string; parameters: readonly unknown[]; isInTransaction: boolean }
  | { file: string; checkpoint: true }
  | { close: true };
export type SqliteAnswer =
  | { rows: unknown[]; changes: number }
  | { failure: { message: string; code: string | undefined } };

const MAX_WAITING = 10_000;

export type SqliteThread = {
  /** Kysely's SQLite dialect over the thread's connection. Each statement costs some 70 us more than in our own thread. */
  dialect: Dialect;
  /** Moves what the write-ahead log holds into the database file, without holding up anybody, if that is worth it. */
  checkpoint(): Promise<void>;
};

/** Below that the log is not worth the while. */
const CHECKPOINT_BYTES = 4 * 1024 * 1024;

/**
 * A connection in a thread of its own, where neither a long statement nor the disk holds up redirects: for few and large statements. The
 * thread starts with the first.
 */
export function openSqliteThread(file: string): SqliteThread {
  const ask = createThread<string, string>(new URL("./sqlite-worker.ts", import.meta.url), MAX_WAITING);
  let isUsed = false;
  let isInTransaction = false;

  async function run(sql: string, parameters: readonly unknown[] = []): Promise<QueryResult<never>> {
    isUsed = true;
    const question: SqliteQuestion = { file, sql, parameters, isInTransaction };
    const answer: SqliteAnswer = JSON.parse(await ask(JSON.stringify(question)));
    if ("failure" in answer) throw Object.assign(new Error(answer.failure.message), answer.failure);
    return { rows: answer.rows as never[], numAffectedRows: BigInt(answer.changes) };
  }

  const connection: DatabaseConnection = {
    executeQuery: async <Row>({ sql, parameters }: CompiledQuery) =>
      (await run(sql, parameters)) as QueryResult<Row>,
    streamQuery: () => {
      throw new Error("nothing is streamed from the thread");
    },
  };

  const dialect: Dialect = {
    createAdapter: () => new SqliteAdapter(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createDriver: () => ({
      init: async () => {},
      acquireConnection: async () => connection,
      releaseConnection: async () => {},
      async beginTransaction() {
        await run("begin immediate");
        isInTransaction = true;
      },
      commitTransaction: () => end("commit"),
      rollbackTransaction: () => end("rollback"),
      async destroy() {
        if (isUsed) await ask(JSON.stringify({ close: true }));
      },
    }),
  };

  return {
    dialect,
    async checkpoint() {
      const log = statSync(`${file}-wal`, { throwIfNoEntry: false });
      if (!log || log.size < CHECKPOINT_BYTES) return;
      isUsed = true;
      await ask(JSON.stringify({ file, checkpoint: true }));
    },
  };

  async function end(sql: "commit" | "rollback"): Promise<void> {
    try {
      await run(sql);
    } finally {
      // A commit that failed (disk full) leaves the transaction open: Kysely rolls it back, if SQLite has not done so.
      if (sql === "rollback") isInTransaction = false;
    }
    isInTransaction = false;
  }
}
