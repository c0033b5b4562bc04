import { sql } from "kysely";
import type { Db, Transact } from "./schema.ts";

/** An index dirties a page for each new link where links come in no order of it. These are made when somebody first needs them. */
const STATEMENTS = {
  links_by_slug: "create index if not exists links_by_slug on links (workspace_id, slug, id)",
  links_by_url: "create index if not exists links_by_url on links (workspace_id, url_hash)",
} as const;

export type LateIndex = keyof typeof STATEMENTS;
/** Call outside of transactions, before a question that needs the index: the first call makes it, which takes a second or two for a million links. */
export type NeedIndex = (name: LateIndex) => Promise<void>;

/** For SQLite: PostgreSQL has its indexes from the start. */
export function lateIndexes(reads: Db, bulkTransaction: Transact): NeedIndex {
  const known = new Map<LateIndex, Promise<void>>();

  async function make(name: LateIndex): Promise<void> {
    const found = await sql`select 1 from sqlite_master where type = 'index' and name = ${name}`.execute(
      reads,
    );
    // In the thread: meanwhile redirects go on, and others who want to write wait.
    if (found.rows.length === 0) await bulkTransaction((trx) => sql.raw(STATEMENTS[name]).execute(trx));
  }

  return (name) => {
    const making = known.get(name) ?? make(name);
    known.set(name, making);
    making.catch(() => known.delete(name));
    return making;
  };
}
