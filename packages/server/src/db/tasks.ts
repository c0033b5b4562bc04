import { type Selectable, sql } from "kysely";
import { type Columns, type DatabaseKind, insertRows } from "./insert-rows.ts";
import type { Db } from "./schema.ts";
import type { TaskTable } from "./schema-events.ts";

export type Task = Selectable<TaskTable>;
/** A task as it was claimed: its time tells it from the same one asked for anew. */
type ClaimedTask = Pick<Task, "kind" | "link_id" | "run_at">;

const COLUMNS: Columns = {
  kind: "text",
  link_id: "text",
  workspace_id: "text",
  run_at: "bigint",
  attempts: "integer",
};

/** Asks for the tasks; one that is asked for already is asked for anew. */
export async function insertTasks(db: Db, kind: DatabaseKind, tasks: Task[]): Promise<void> {
  const again = `on conflict (kind, link_id) do update set run_at = excluded.run_at, attempts = excluded.attempts`;
  await insertRows(db, kind, "tasks", COLUMNS, tasks, again);
}

/** Takes tasks that are due, for this process alone until `until`: then they are due again, unless they were ended. */
export async function claimTasks(
  db: Db,
  kind: DatabaseKind,
  { now, until, limit }: { now: number; until: number; limit: number },
): Promise<Task[]> {
  // Two nodes must not wait for each other, nor take the same.
  const lock = kind === "postgres" ? sql`for update skip locked` : sql``;
  // Materialized: read once, whatever the planner makes of it, so that no more are locked than taken.
  const claimed = await sql<Task>`with due as materialized
      (select kind, link_id from tasks where run_at <= ${now} order by run_at limit ${limit} ${lock})
    update tasks set run_at = ${until}, attempts = attempts + 1
    where (kind, link_id) in (select kind, link_id from due) returning *`.execute(db);
  return claimed.rows;
}

/** Makes a claimed task due at another time; not where it was asked for anew meanwhile: then it is another one. */
export async function putOffTask(db: Db, task: ClaimedTask, runAt: number): Promise<void> {
  await db
    .updateTable("tasks")
    .set({ run_at: runAt })
    .where("kind", "=", task.kind)
    .where("link_id", "=", task.link_id)
    .where("run_at", "=", task.run_at)
    .execute();
}

/** Takes a claimed task away, unless it was asked for anew meanwhile. */
export async function endTask(db: Db, task: ClaimedTask): Promise<void> {
  await db
    .deleteFrom("tasks")
    .where("kind", "=", task.kind)
    .where("link_id", "=", task.link_id)
    .where("run_at", "=", task.run_at)
    .execute();
}
