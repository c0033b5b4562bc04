import { sql } from "kysely";
import type { Db, Trx } from "./schema.ts";

/** Whose links are counted, and in which month of UTC: `2027-01`. */
export type Month = { workspaceId: string; period: string };

/**
 * Counts new links, up to the limit, in the transaction that makes them: whether they are within it. Others who count in the workspace wait
 * until it ends, so it is best asked last. Where they are not within it, nothing is counted.
 */
export async function countLinks(
  trx: Trx,
  { workspaceId, period }: Month,
  links: number,
  limit: number | null,
): Promise<boolean> {
  if (limit !== null && links > limit) return false;
  // Beyond it no row comes back.
  const isWithin =
    limit === null ? sql<boolean>`1 = 1` : sql<boolean>`usage_counters.links <= ${limit - links}`;
  const counted = await trx
    .insertInto("usage_counters")
    .values({ workspace_id: workspaceId, period, links })
    .onConflict((conflict) =>
      conflict
        .columns(["workspace_id", "period"])
        .doUpdateSet({ links: sql`usage_counters.links + ${links}` })
        .where(isWithin),
    )
    .returning("links")
    .executeTakeFirst();
  return counted !== undefined;
}

/** How many links were counted, held against others who count until the transaction ends. */
export async function holdLinks(trx: Trx, { workspaceId, period }: Month): Promise<number> {
  const { links } = await trx
    .insertInto("usage_counters")
    .values({ workspace_id: workspaceId, period, links: 0 })
    .onConflict((conflict) =>
      conflict.columns(["workspace_id", "period"]).doUpdateSet({ links: sql`usage_counters.links` }),
    )
    .returning("links")
    .executeTakeFirstOrThrow();
  return Number(links);
}

export async function countedLinks(db: Db, { workspaceId, period }: Month): Promise<number> {
  const query = db.selectFrom("usage_counters").select("links").where("workspace_id", "=", workspaceId);
  return Number((await query.where("period", "=", period).executeTakeFirst())?.links ?? 0);
}

/** The workspaces with at least so many links counted in the month. */
export async function workspacesWithLinks(db: Db, period: string, least: number): Promise<string[]> {
  const query = db.selectFrom("usage_counters").select("workspace_id").where("period", "=", period);
  return (await query.where("links", ">=", least).orderBy("workspace_id").execute()).map(
    (row) => row.workspace_id,
  );
}
