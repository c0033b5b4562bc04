import { type Selectable, sql } from "kysely";
import type { DatabaseKind } from "./insert-rows.ts";
import type { Db, Trx } from "./schema.ts";
import type { LinkTable } from "./schema-links.ts";

export type Checkable = Pick<Selectable<LinkTable>, "id" | "workspace_id" | "url">;

const COLUMNS = ["links.id", "links.workspace_id", "links.url"] as const;

/** After so many failures in a row a link is broken. */
export const FAILURES_TO_BREAK = 3;

/** Live links behind `afterId` that were made before `madeBefore` and did not fail at their last check, in the order of their ids. */
export async function nextLinks(
  db: Db,
  { afterId, madeBefore, limit }: { afterId: string; madeBefore: number; limit: number },
): Promise<Checkable[]> {
  return db
    .selectFrom("links")
    .select(COLUMNS)
    .where("id", ">", afterId)
    .where("created_at", "<", madeBefore)
    .where("deleted_at", "is", null)
    .where(({ not, exists, selectFrom }) => {
      const failing = selectFrom("link_health").select("link_id").whereRef("link_id", "=", "links.id");
      return not(exists(failing.where("failures", ">", 0)));
    })
    .orderBy("id")
    .limit(limit)
    .execute();
}

/** Links whose last check failed: those that are not broken yet and were checked before `failedBefore`, and broken ones before `brokenBefore`. */
export async function failingLinks(
  db: Db,
  { failedBefore, brokenBefore, limit }: { failedBefore: number; brokenBefore: number; limit: number },
): Promise<Checkable[]> {
  // Written out, as the two indexes are: SQLite does not look into parameters.
  const most = sql.lit(FAILURES_TO_BREAK);
  const failing = sql<boolean>`failures > 0 and failures < ${most}`;
  const links = await checkedBefore(db, failing, failedBefore, limit);
  const broken = await checkedBefore(db, sql`failures >= ${most}`, brokenBefore, limit - links.length);
  return [...links, ...broken];
}

async function checkedBefore(db: Db, which: ReturnType<typeof sql<boolean>>, before: number, limit: number) {
  return db
    .selectFrom("link_health")
    .innerJoin("links", "links.id", "link_health.link_id")
    .select(COLUMNS)
    .where(which)
    .where("checked_at", "<", before)
    .where("links.deleted_at", "is", null)
    .orderBy("checked_at")
    .limit(limit)
    .execute();
}

/** The link as it is now, held until the transaction ends; null where it is not there any more, or leads elsewhere. */
export async function lockCheckable(trx: Trx, kind: DatabaseKind, { id, url }: Checkable) {
  const query = trx
    .selectFrom("links")
    .select(["broken_at", "flags", "updated_at"])
    .where("id", "=", id)
    .where("url", "=", url)
    .where("deleted_at", "is", null);
  return (await (kind === "postgres" ? query.forUpdate() : query).executeTakeFirst()) ?? null;
}

export type HealthCheck = {
  linkId: string;
  at: number;
  outcome: string;
  hasFailed: boolean;
  /** Failures before that time are of no account: the link was changed then. */
  since: number;
  /** A failure counts once in that time, however often anybody looks. */
  apartMs: number;
};

/** Writes down what a check found; gives back how many have failed in a row. */
export async function writeHealth(
  trx: Trx,
  { linkId, at, outcome, hasFailed, since, apartMs }: HealthCheck,
): Promise<number> {
  const known = trx
    .selectFrom("link_health")
    .select(["checked_at", "failures"])
    .where("link_id", "=", linkId);
  const last = await known.executeTakeFirst();
  const before = last && last.checked_at >= since ? last.failures : 0;
  if (hasFailed && last && before > 0 && at - last.checked_at < apartMs) return before;
  const failures = hasFailed ? before + 1 : 0;
  const row = { checked_at: at, failures, outcome };
  await trx
    .insertInto("link_health")
    .values({ link_id: linkId, ...row })
    .onConflict((conflict) => conflict.column("link_id").doUpdateSet(row))
    .execute();
  return failures;
}

export async function setHealth(
  trx: Trx,
  linkId: string,
  found: { broken_at?: number | null; flags?: string | null },
): Promise<void> {
  await trx.updateTable("links").set(found).where("id", "=", linkId).execute();
}
