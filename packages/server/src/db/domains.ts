import type { RedirectStatus } from "@visoli/contract/link-settings";
import type { Insertable, Selectable, Updateable } from "kysely";
import type { DatabaseKind } from "./insert-rows.ts";
import type { Db, Trx } from "./schema.ts";
import type { DomainTable } from "./schema-links.ts";
import { uniqueViolation } from "./violation.ts";

export type DomainRow = Selectable<DomainTable>;

/** What a domain does beside holding links: the JSON in `domains.settings`. */
export type DomainSettings = {
  rootUrl?: string;
  notFoundUrl?: string;
  expiredUrl?: string;
  redirectStatus?: RedirectStatus;
  noindex?: boolean;
  /** Whether robots.txt keeps crawlers from everything. */
  robots?: "allow" | "disallow";
  appleAppSiteAssociation?: unknown;
  assetLinks?: unknown;
};

/** Every domain whose owner proved that it is theirs. */
export async function verifiedDomains(db: Db): Promise<DomainRow[]> {
  return db.selectFrom("domains").selectAll().where("verified_at", "is not", null).orderBy("id").execute();
}

/** Inserts the domain; "taken" where the workspace has one of that host: the transaction must be given up. */
export async function insertDomain(db: Db, row: Insertable<DomainTable>): Promise<"written" | "taken"> {
  return unlessTaken(async () => void (await db.insertInto("domains").values(row).execute()));
}

/** The workspace's domain of that id or host, or null. */
export async function findDomain(db: Db, workspaceId: string, reference: string): Promise<DomainRow | null> {
  return (await domainBy(db, workspaceId, reference).executeTakeFirst()) ?? null;
}

/** The same, held against other writers until the transaction ends. */
export async function lockDomain(
  trx: Trx,
  kind: DatabaseKind,
  workspaceId: string,
  reference: string,
): Promise<DomainRow | null> {
  const query = domainBy(trx, workspaceId, reference);
  return (await (kind === "postgres" ? query.forUpdate() : query).executeTakeFirst()) ?? null;
}

function domainBy(db: Db, workspaceId: string, reference: string) {
  return db
    .selectFrom("domains")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .where((domain) => domain.or([domain("id", "=", reference), domain("host", "=", reference)]));
}

/** Whoever's domain of that host is verified, or null. */
export async function verifiedDomainOf(db: Db, host: string): Promise<DomainRow | null> {
  const query = db.selectFrom("domains").selectAll().where("host", "=", host);
  return (await query.where("verified_at", "is not", null).executeTakeFirst()) ?? null;
}

/** The workspace's domains, newest first. */
export async function listDomains(
  db: Db,
  workspaceId: string,
  page: { beforeId?: string | undefined; limit: number },
): Promise<DomainRow[]> {
  return db
    .selectFrom("domains")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .$if(page.beforeId !== undefined, (query) => query.where("id", "<", page.beforeId ?? ""))
    .orderBy("id", "desc")
    .limit(page.limit)
    .execute();
}

/**
 * Writes the changes and counts the version up; null where the domain is gone or, if `from` is given, not at that version any more.
 * "taken" where another one of the host is verified: the transaction must be given up.
 */
export async function updateDomain(
  db: Db,
  id: string,
  changes: Updateable<DomainTable>,
  from?: number,
): Promise<DomainRow | null | "taken"> {
  let row: DomainRow | undefined;
  const result = await unlessTaken(async () => {
    row = await db
      .updateTable("domains")
      .set((domain) => ({ ...changes, version: domain("version", "+", 1) }))
      .where("id", "=", id)
      .$if(from !== undefined, (query) => query.where("version", "=", from ?? 0))
      .returningAll()
      .executeTakeFirst();
  });
  return result === "taken" ? "taken" : (row ?? null);
}

async function unlessTaken(write: () => Promise<void>): Promise<"written" | "taken"> {
  try {
    await write();
    return "written";
  } catch (error) {
    if (uniqueViolation(error) === "host") return "taken";
    throw error;
  }
}

/** Whether capitals count on the domain, verified or not. */
export async function isDomainCaseSensitive(db: Db, id: string): Promise<boolean> {
  const query = db.selectFrom("domains").select("is_case_sensitive").where("id", "=", id);
  return (await query.executeTakeFirst())?.is_case_sensitive !== 0;
}
