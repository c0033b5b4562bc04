import type { Db } from "./schema.ts";

export type JobCursor = { position: string; updatedAt: number };

/** Where the job has got to, and when it last began anew; null before its first run. */
export async function readJobCursor(db: Db, name: string): Promise<JobCursor | null> {
  const query = db.selectFrom("job_cursors").select(["position", "updated_at as updatedAt"]);
  return (await query.where("name", "=", name).executeTakeFirst()) ?? null;
}

export async function writeJobCursor(
  db: Db,
  name: string,
  { position, updatedAt }: JobCursor,
): Promise<void> {
  await db
    .insertInto("job_cursors")
    .values({ name, position, updated_at: updatedAt })
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ position, updated_at: updatedAt }))
    .execute();
}

/** Moves on, unless another process has moved on meanwhile, or somebody wants the round anew; says whether it did. */
export async function moveJobCursor(db: Db, name: string, from: JobCursor, to: JobCursor): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("job_cursors")
    .set({ position: to.position, updated_at: to.updatedAt })
    .where("name", "=", name)
    .where("position", "=", from.position)
    .where("updated_at", "=", from.updatedAt)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** The job's next round begins now, whether one is under way or not. */
export async function beginRoundAnew(db: Db, name: string): Promise<void> {
  await writeJobCursor(db, name, { position: "", updatedAt: 0 });
}
