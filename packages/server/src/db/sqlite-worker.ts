import type { Database } from "bun:sqlite";
import { lowerPriority } from "../lib/low-priority.ts";
import { answerQuestions } from "../lib/thread.ts";
import { openSqlite, preparer } from "./sqlite.ts";
import type { SqliteAnswer, SqliteQuestion } from "./sqlite-thread.ts";

declare const self: Worker;

// The other end of `sqlite-thread.ts`: nobody imports this file, a thread of its own runs it. Redirects come first.
type Open = { database: Database; prepare: ReturnType<typeof preparer> };
let open: Open | null = null;

lowerPriority();
answerQuestions<string, string>(self, (question) => JSON.stringify(attempt(JSON.parse(question))));

function attempt(question: SqliteQuestion): SqliteAnswer {
  try {
    return answer(question);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const code = "code" in error ? String(error.code) : undefined;
    return { failure: { message: error.message, code } };
  }
}

function answer(question: SqliteQuestion): SqliteAnswer {
  if ("close" in question) {
    open?.database.close();
    open = null;
    return { rows: [], changes: 0 };
  }
  open ??= opened(question.file);
  if ("checkpoint" in question) {
    // In the middle of a transaction there is nothing to be moved.
    if (!open.database.inTransaction) open.database.run("pragma wal_checkpoint(passive)");
    return { rows: [], changes: 0 };
  }
  const { sql, parameters, isInTransaction } = question;
  if (isInTransaction && !open.database.inTransaction) throw new Error("connection terminated");
  const statement = open.prepare(sql);
  if (statement.reader) return { rows: statement.all(parameters), changes: 0 };
  return { rows: [], changes: Number(statement.run(parameters).changes ?? 0) };
}

function opened(file: string): Open {
  const database = openSqlite(file);
  return { database, prepare: preparer(database) };
}
