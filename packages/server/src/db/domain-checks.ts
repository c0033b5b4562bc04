import { sql } from "kysely";
import type { DomainRow } from "./domains.ts";
import type { Db } from "./schema.ts";

export type CheckTimes = {
  /** How often a verified domain is looked at. */
  everyMs: number;
  /** How long from its beginning one is looked at that is not verified, and how long after that at the earliest. */
  tryForMs: number;
  firstMs: number;
};

/** Domains to look at again, those that wait longest first. Where nothing is proven yet the pauses double. */
export async function dueDomains(
  db: Db,
  now: number,
  { everyMs, tryForMs, firstMs, limit }: CheckTimes & { limit: number },
): Promise<DomainRow[]> {
  const last = sql<number>`coalesce(checked_at, created_at)`;
  return db
    .selectFrom("domains")
    .selectAll()
    .where((domain) =>
      domain.or([
        domain.and([domain("verified_at", "is not", null), domain(last, "<=", now - everyMs)]),
        domain.and([
          domain("verified_at", "is", null),
          domain("created_at", ">", now - tryForMs),
          domain(last, "<=", now - firstMs),
          // As long since the last time as it was from the beginning to that.
          domain(sql<number>`${last} + (${last} - created_at)`, "<=", now),
        ]),
      ]),
    )
    .orderBy(last)
    .limit(limit)
    .execute();
}

/** Notes that the domain is being looked at now; false where somebody else has done so since `row` was read. */
export async function claimCheck(db: Db, row: DomainRow, now: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("domains")
    .set({ checked_at: now })
    .where("id", "=", row.id)
    .where("checked_at", row.checked_at === null ? "is" : "=", row.checked_at)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Writes down when the domain was looked at, and since when its proof has been missing. Its version stays. */
export async function noteCheck(
  db: Db,
  id: string,
  checkedAt: number,
  missingSince: number | null,
): Promise<void> {
  const update = db.updateTable("domains").set({ checked_at: checkedAt, missing_since: missingSince });
  await update.where("id", "=", id).execute();
}
