import type { Selectable } from "kysely";
import type { Db } from "./schema.ts";
import type { ErasureTable } from "./schema-events.ts";

export type ErasureRow = Selectable<ErasureTable>;

const AT_ONCE = 0;

/** Notes that the clicks of these links are to be erased; an empty id stands for all of the workspace. */
export async function noteErasures(db: Db, links: { workspaceId: string; linkId: string }[]): Promise<void> {
  if (links.length === 0) return;
  await db
    .insertInto("erasures")
    .values(
      links.map(({ workspaceId, linkId }) => ({
        workspace_id: workspaceId,
        link_id: linkId,
        check_at: AT_ONCE,
        checks: 0,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(["workspace_id", "link_id"]).doUpdateSet({ check_at: AT_ONCE, checks: 0 }),
    )
    .execute();
}

export async function dueErasures(db: Db, now: number, limit: number): Promise<ErasureRow[]> {
  const due = db.selectFrom("erasures").selectAll().where("check_at", "<=", now);
  return due.orderBy("check_at").orderBy("workspace_id").orderBy("link_id").limit(limit).execute();
}

/** There is nothing left; it is looked for again at that time, or never. */
export async function noteErased(db: Db, row: ErasureRow, nextAt: number | null): Promise<void> {
  const { workspace_id, link_id, checks } = row;
  const same = { workspace_id, link_id, checks };
  if (nextAt === null) {
    await db
      .deleteFrom("erasures")
      .where((is) => is.and(same))
      .execute();
    return;
  }
  const next = { check_at: nextAt, checks: checks + 1 };
  await db
    .updateTable("erasures")
    .set(next)
    .where((is) => is.and(same))
    .execute();
}
