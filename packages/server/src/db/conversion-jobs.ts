import type { ConversionRow } from "./conversions.ts";
import type { Db } from "./schema.ts";

/** Conversions whose clicks are to be looked for, of all workspaces, the longest due first. */
export async function conversionsToAttribute(db: Db, now: number, limit: number): Promise<ConversionRow[]> {
  return db
    .selectFrom("conversions")
    .selectAll()
    .where("look_at", "<=", now)
    .orderBy("look_at")
    .limit(limit)
    .execute();
}

/** Has the click looked for again at that time, if it still is. */
export async function lookAgain(db: Db, id: string, at: number): Promise<void> {
  await db
    .updateTable("conversions")
    .set({ look_at: at })
    .where("id", "=", id)
    .where("look_at", "is not", null)
    .execute();
}

/** How many of the workspace's conversions are not booked yet, or of the owner's among them. */
export async function countWaiting(db: Db, workspaceId: string, ownerId: string | null): Promise<number> {
  const query = db.selectFrom("conversions").select(({ fn }) => fn.countAll<number>().as("n"));
  const waiting = query
    .where("workspace_id", "=", workspaceId)
    .$if(ownerId !== null, (query) => query.where("owner_id", "=", ownerId))
    .where("booked_at", "is", null)
    .where("voided_at", "is", null);
  return Number((await waiting.executeTakeFirstOrThrow()).n);
}

/** Booked conversions of which the click store does not have the last version. */
export async function conversionsToCopy(db: Db, limit: number): Promise<ConversionRow[]> {
  return db
    .selectFrom("conversions")
    .selectAll()
    .where("booked_at", "is not", null)
    .whereRef("copied_version", "<", "version")
    .orderBy("id")
    .limit(limit)
    .execute();
}

/** Notes that the click store has them as they are here. */
export async function noteCopied(db: Db, rows: ConversionRow[]): Promise<void> {
  for (const [version, those] of Map.groupBy(rows, (row) => row.version))
    await db
      .updateTable("conversions")
      .set({ copied_version: version })
      .where(
        "id",
        "in",
        those.map(({ id }) => id),
      )
      .where("copied_version", "<", version)
      .execute();
}
