import { type Columns, type DatabaseKind, insertRows } from "./insert-rows.ts";
import type { Db } from "./schema.ts";

/** What a process may hold in memory and must read anew: a link at an address, what the operator blocked, or all links and domains. */
export type Invalidation =
  | { kind: "address"; domain: string; slugKey: string }
  | { kind: "blocked_destinations" }
  | { kind: "everything" };

/** `origin` names the process that announced it, which knows already; empty where all must read. */
export type NumberedInvalidation = { sequence: number; origin: string; what: Invalidation };

const COLUMNS: Columns = {
  kind: "text",
  domain: "text",
  slug_key: "text",
  origin: "text",
  created_at: "bigint",
};

export async function insertInvalidations(
  db: Db,
  kind: DatabaseKind,
  invalidations: Invalidation[],
  now: number,
  origin = "",
): Promise<void> {
  const rows = invalidations.map((each) => ({
    kind: each.kind,
    domain: each.kind === "address" ? each.domain : "",
    slug_key: each.kind === "address" ? each.slugKey : "",
    origin,
    created_at: now,
  }));
  await insertRows(db, kind, "invalidations", COLUMNS, rows);
}

/** Those behind the number, and those of the numbers that were missing before, in order. */
export async function readInvalidations(
  db: Db,
  { after, missing, limit }: { after: number; missing: number[]; limit: number },
): Promise<NumberedInvalidation[]> {
  const rows = await db
    .selectFrom("invalidations")
    .select(["sequence", "kind", "domain", "slug_key as slugKey", "origin"])
    .where((where) =>
      missing.length === 0
        ? where("sequence", ">", after)
        : where.or([where("sequence", ">", after), where("sequence", "in", missing)]),
    )
    .orderBy("sequence")
    .limit(limit)
    .execute();
  return rows.map(({ sequence, kind, domain, slugKey, origin }) => ({
    sequence,
    origin,
    what:
      kind === "blocked_destinations" || kind === "everything"
        ? { kind }
        : { kind: "address", domain, slugKey },
  }));
}

/** The number of the last one; 0 where there was none yet. */
export async function lastInvalidation(db: Db): Promise<number> {
  const query = db.selectFrom("invalidations").select("sequence").orderBy("sequence", "desc").limit(1);
  return (await query.executeTakeFirst())?.sequence ?? 0;
}

export async function forgetInvalidations(db: Db, before: number): Promise<void> {
  await db.deleteFrom("invalidations").where("created_at", "<", before).execute();
}
