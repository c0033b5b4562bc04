import type { Selectable } from "kysely";
import type { Db, Trx } from "./schema.ts";
import type { PublicStatisticsTable } from "./schema-links.ts";

export type PublicStatisticsRow = Selectable<PublicStatisticsTable>;

/** What the link shows everybody; null where it shows nothing. */
export async function findPublicStatistics(db: Db, linkId: string): Promise<PublicStatisticsRow | null> {
  const query = db.selectFrom("public_statistics").selectAll().where("link_id", "=", linkId);
  return (await query.executeTakeFirst()) ?? null;
}

/** Writes them down in the place of those there were. */
export async function writePublicStatistics(trx: Trx, row: PublicStatisticsRow): Promise<void> {
  const { link_id: _, ...columns } = row;
  await trx
    .insertInto("public_statistics")
    .values(row)
    .onConflict((conflict) => conflict.column("link_id").doUpdateSet(columns))
    .execute();
}

/** Whether there were any. */
export async function deletePublicStatistics(trx: Trx, linkId: string): Promise<boolean> {
  const query = trx.deleteFrom("public_statistics").where("link_id", "=", linkId);
  return (await query.executeTakeFirst()).numDeletedRows > 0n;
}

export type Shown = PublicStatisticsRow & { title: string | null; domain: string; slug: string };

/** What the token stands for, with its link; null where there is none, or where the link was deleted or blocked. */
export async function findByToken(db: Db, token: string): Promise<Shown | null> {
  const query = db
    .selectFrom("public_statistics")
    .innerJoin("links", "links.id", "public_statistics.link_id")
    .selectAll("public_statistics")
    .select(["links.title", "links.domain", "links.slug"])
    .where("token", "=", token)
    .where("links.deleted_at", "is", null)
    .where("links.blocked_at", "is", null);
  return (await query.executeTakeFirst()) ?? null;
}
