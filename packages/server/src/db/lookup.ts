import type { Database } from "bun:sqlite";
import type { Db } from "./schema.ts";

/** What a redirect needs to know of a link. */
export type FoundLink = {
  id: string;
  workspaceId: string;
  slug: string;
  url: string;
  expiresAt: number | null;
};

/** The link at a domain's slug; at once with SQLite, later with PostgreSQL. Deleted links are not found. */
export type Lookup = (domain: string, slug: string) => FoundLink | null | Promise<FoundLink | null>;

const COLUMNS = `id, workspace_id as "workspaceId", slug, url, expires_at as "expiresAt"`;

/** One prepared statement, no query builder: a cache miss costs a few microseconds. */
export function sqliteLookup(database: Database): Lookup {
  const statement = database.query<FoundLink, [string, string]>(
    `select ${COLUMNS} from links where domain = ? and slug = ? and deleted_at is null`,
  );
  return (domain, slug) => statement.get(domain, slug);
}

export function postgresLookup(db: Db): Lookup {
  return async (domain, slug) => {
    const link = await db
      .selectFrom("links")
      .select(["id", "workspace_id as workspaceId", "slug", "url", "expires_at as expiresAt"])
      .where("domain", "=", domain)
      .where("slug", "=", slug)
      .where("deleted_at", "is", null)
      .executeTakeFirst();
    return link ?? null;
  };
}
