import { sql } from "kysely";
import type { DatabaseConfig } from "../config.ts";
import type { Db } from "./schema.ts";

/** The salt of the day, the same on every node: the first to ask makes it. */
export async function saltOfDay(db: Db, day: string, candidate: string): Promise<string> {
  await db
    .insertInto("visitor_salts")
    .values({ day, salt: candidate })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { salt } = await db
    .selectFrom("visitor_salts")
    .select("salt")
    .where("day", "=", day)
    .executeTakeFirstOrThrow();
  return salt;
}

/** Destroys the salts of the days before, in the write-ahead log too. */
export async function destroySaltsBefore(db: Db, kind: DatabaseConfig["kind"], day: string): Promise<void> {
  const { numDeletedRows } = await db.deleteFrom("visitor_salts").where("day", "<", day).executeTakeFirst();
  if (numDeletedRows === 0n) return;
  await (kind === "sqlite" ? sql`pragma wal_checkpoint(truncate)` : sql`vacuum visitor_salts`).execute(db);
}
