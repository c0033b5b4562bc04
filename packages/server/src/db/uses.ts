import { type Columns, type DatabaseKind, insertRows } from "./insert-rows.ts";
import type { Db } from "./schema.ts";

/** How many uses of a link are asked for, and how many it has in all. */
export type WantedUses = { limit: number; count: number };

const COLUMNS: Columns = { link_id: "text", used: "bigint" };

/**
 * Takes uses of links, in one transaction, and gives back for each how many it got: never more in all than the link's limit,
 * whoever else takes some at the same time. What was granted is on the disk.
 */
export async function takeUses(
  db: Db,
  kind: DatabaseKind,
  wanted: ReadonlyMap<string, WantedUses>,
): Promise<Map<string, number>> {
  // Always in the same order, so that two nodes cannot wait for each other.
  const ids = [...wanted.keys()].sort();
  return db.transaction().execute(async (trx) => {
    const fresh = ids.map((link_id) => ({ link_id, used: 0 }));
    await insertRows(trx, kind, "link_uses", COLUMNS, fresh, "on conflict (link_id) do nothing");
    const rows = trx.selectFrom("link_uses").selectAll().where("link_id", "in", ids).orderBy("link_id");
    // SQLite has one writer at a time anyway.
    const before = await (kind === "postgres" ? rows.forUpdate() : rows).execute();
    const granted = new Map(
      before.map(({ link_id, used }) => {
        const { limit, count } = wanted.get(link_id) ?? { limit: 0, count: 0 };
        return [link_id, Math.max(0, Math.min(count, limit - used))];
      }),
    );
    const taken = [...granted].filter(([, count]) => count > 0).map(([link_id, used]) => ({ link_id, used }));
    const add = "on conflict (link_id) do update set used = link_uses.used + excluded.used";
    await insertRows(trx, kind, "link_uses", COLUMNS, taken, add);
    return granted;
  });
}

/** How many uses of the link were taken so far. */
export async function countUses(db: Db, linkId: string): Promise<number> {
  const query = db.selectFrom("link_uses").select("used").where("link_id", "=", linkId);
  return (await query.executeTakeFirst())?.used ?? 0;
}
