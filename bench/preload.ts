import { Database } from "bun:sqlite";
import { join } from "node:path";
import { toBase62 } from "../packages/contract/src/base62.ts";
import { urlHash } from "../packages/server/src/lib/hash.ts";
import { createProgress } from "./progress.ts";
import { slugAt } from "./slugs.ts";

/** What some of the links have: every 100th link the tag, every 1,000th the title. */
export const TAG = "spring";
export const TITLE = "Spring sale";

const BATCH = 20_000;
const TAGGED_EACH = 100;
const TITLED_EACH = 1_000;
const TAG_ID = "tag_bench";

/** Writes links like the one that is there straight into the file of a service that has been stopped. */
export function preloadLinks(folder: string, links: number): void {
  const database = new Database(databaseFile(folder), { readwrite: true });
  database.run("pragma synchronous = off");
  const insertLink = linkWriter(database);
  const insertBatch = database.transaction((from: number, to: number) => {
    for (let at = from; at < to; at++) insertLink(at);
  });
  const show = createProgress(`${links.toLocaleString("en")} links`, links);
  for (let from = 0; from < links; from += BATCH) {
    insertBatch(from, Math.min(links, from + BATCH));
    show(Math.min(links, from + BATCH));
  }
  database.run("pragma wal_checkpoint(truncate)");
  database.close();
}

/** Writes the row of a link, its address, and its tag if it has one. */
function linkWriter(database: Database): (at: number) => void {
  const first = database
    .query<{ workspace: string; domain: string; by: string }, []>(
      "select workspace_id as workspace, domain, created_by as by from links",
    )
    .get();
  if (!first) throw new Error("the first link is not there");
  const { workspace, domain, by } = first;
  const now = Date.now();
  database.run("insert into tags (id, workspace_id, name, created_at) values (?, ?, ?, ?)", [
    ...[TAG_ID, workspace, TAG, now],
  ]);
  const link = database.query(
    `insert into links (id, workspace_id, domain, slug, url, url_hash, title, created_by, version, created_at, updated_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)`,
  );
  const address = database.query(
    "insert into addresses (domain, slug_key, slug, workspace_id, link_id, is_alias) values (?, ?, ?, ?, ?, 0)",
  );
  const tag = database.query("insert into link_tags (link_id, tag_id) values (?, ?)");
  return (at) => {
    const id = `lnk_${toBase62(now, 8)}${toBase62(at, 12)}`;
    const slug = slugAt(at);
    const url = `https://example.com/landing?to=${at}`;
    const title = at % TITLED_EACH === 0 ? `${TITLE} ${at}` : null;
    link.run(id, workspace, domain, slug, url, urlHash(url), title, by, now, now);
    address.run(domain, slug, slug, workspace, id);
    if (at % TAGGED_EACH === 0) tag.run(id, TAG_ID);
  };
}

/** How many links the file holds. */
export function countLinks(folder: string): number {
  const database = new Database(databaseFile(folder), { readonly: true });
  const row = database.query<{ links: number }, []>("select count(*) as links from links").get();
  database.close();
  return row?.links ?? 0;
}

/** The workspace that the first link is in. */
export function workspaceOf(folder: string): string {
  const database = new Database(databaseFile(folder), { readonly: true });
  const row = database.query<{ id: string }, []>("select workspace_id as id from links").get();
  database.close();
  if (!row) throw new Error("the first link is not there");
  return row.id;
}

function databaseFile(folder: string): string {
  return join(folder, "data", "visoli.db");
}
