import type { Selectable } from "kysely";
import type { DatabaseKind } from "./insert-rows.ts";
import { type LinkReference, type LinkRow, lockLink } from "./links.ts";
import type { Db, Trx } from "./schema.ts";
import type { BlockedDestinationTable, LinkTable } from "./schema-links.ts";

export type BlockedDestinationRow = Selectable<BlockedDestinationTable>;

/** What is asked of a link to say whether it may lead where it leads. */
export type JudgedLink = Pick<
  Selectable<LinkTable>,
  "id" | "workspace_id" | "url" | "settings" | "blocked_at" | "block_reason"
>;

const JUDGED = ["id", "workspace_id", "url", "settings", "blocked_at", "block_reason"] as const;

/** Writes it down, unless the same destination is there already; says whether it is new. */
export async function insertBlockedDestination(db: Db, row: BlockedDestinationRow): Promise<boolean> {
  const insert = db.insertInto("blocked_destinations").values(row);
  const { numInsertedOrUpdatedRows } = await insert
    .onConflict((conflict) => conflict.column("destination").doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export async function blockedDestination(db: Db, destination: string): Promise<BlockedDestinationRow | null> {
  const query = db.selectFrom("blocked_destinations").selectAll().where("destination", "=", destination);
  return (await query.executeTakeFirst()) ?? null;
}

/** Newest first. */
export async function listBlockedDestinations(
  db: Db,
  page: { beforeId?: string | undefined; limit: number },
): Promise<BlockedDestinationRow[]> {
  return db
    .selectFrom("blocked_destinations")
    .selectAll()
    .$if(page.beforeId !== undefined, (query) => query.where("id", "<", page.beforeId ?? ""))
    .orderBy("id", "desc")
    .limit(page.limit)
    .execute();
}

export async function allBlockedDestinations(
  db: Db,
): Promise<Pick<BlockedDestinationRow, "destination" | "reason">[]> {
  return db.selectFrom("blocked_destinations").select(["destination", "reason"]).orderBy("id").execute();
}

/** Gives back what it was, or null where it was not there. */
export async function deleteBlockedDestination(db: Db, id: string): Promise<BlockedDestinationRow | null> {
  const row = await db
    .deleteFrom("blocked_destinations")
    .where("id", "=", id)
    .returningAll()
    .executeTakeFirst();
  return row ?? null;
}

/** Links of all workspaces behind `afterId`, in the order of their ids, those in the trash too. */
export async function nextJudgedLinks(db: Db, afterId: string, limit: number): Promise<JudgedLink[]> {
  return db.selectFrom("links").select(JUDGED).where("id", ">", afterId).orderBy("id").limit(limit).execute();
}

/** Whether any link is blocked, by whomever. */
export async function isAnyBlocked(db: Db): Promise<boolean> {
  const query = db.selectFrom("links").select("id").where("blocked_at", "is not", null).limit(1);
  return (await query.executeTakeFirst()) !== undefined;
}

export async function judgedLink(db: Db, id: string): Promise<JudgedLink | null> {
  return (await db.selectFrom("links").select(JUDGED).where("id", "=", id).executeTakeFirst()) ?? null;
}

/** The link of whatever workspace, in the trash or not, held against other writers until the transaction ends. */
export async function lockAnyLink(
  trx: Trx,
  kind: DatabaseKind,
  reference: Exclude<LinkReference, { externalId: string }>,
): Promise<LinkRow | null> {
  const found = await anyLink(trx, reference);
  if (!found) return null;
  const { id, workspace_id } = found;
  return (
    (await lockLink(trx, kind, workspace_id, { id })) ??
    (await lockLink(trx, kind, workspace_id, { id }, "trashed"))
  );
}

/** Which link it is and whose; of whatever workspace, in the trash or not. */
export async function anyLink(
  db: Db,
  reference: Exclude<LinkReference, { externalId: string }>,
): Promise<{ id: string; workspace_id: string } | null> {
  const query = db.selectFrom("links").select(["id", "workspace_id"]);
  const named =
    "id" in reference
      ? query.where("id", "=", reference.id)
      : query.where("id", "=", (link) =>
          link
            .selectFrom("addresses")
            .select("link_id")
            .where("domain", "=", reference.domain)
            .where("slug_key", "=", reference.slugKey),
        );
  return (await named.executeTakeFirst()) ?? null;
}
