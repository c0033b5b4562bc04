import { Database } from "bun:sqlite";
import { join } from "node:path";
import { toBase62 } from "../packages/contract/src/base62.ts";
import { createProgress } from "./progress.ts";
import { slugAt } from "./slugs.ts";

const BATCH = 20_000;
const DESTINATION = "https://example.com/landing";

/** Writes links like the one that is there straight into the file of a service that has been stopped. */
export function preloadLinks(folder: string, links: number): void {
  const database = new Database(databaseFile(folder), { readwrite: true });
  database.run("pragma synchronous = off");
  const first = database
    .query<{ workspace: string; domain: string }, []>("select workspace_id as workspace, domain from links")
    .get();
  if (!first) throw new Error("the first link is not there");
  const now = Date.now();
  const insert = database.query(
    `insert into links (id, workspace_id, domain, slug, url, version, created_at, updated_at)
     values (?, ?, ?, ?, ?, 1, ?, ?)`,
  );
  const insertBatch = database.transaction((from: number, to: number) => {
    for (let at = from; at < to; at++) {
      const id = `lnk_${toBase62(now, 8)}${toBase62(at, 12)}`;
      insert.run(id, first.workspace, first.domain, slugAt(at), DESTINATION, now, now);
    }
  });
  const show = createProgress(`${links.toLocaleString("en")} links`, links);
  for (let from = 0; from < links; from += BATCH) {
    insertBatch(from, Math.min(links, from + BATCH));
    show(Math.min(links, from + BATCH));
  }
  database.run("pragma wal_checkpoint(truncate)");
  database.close();
}

/** How many links the file holds. */
export function countLinks(folder: string): number {
  const database = new Database(databaseFile(folder), { readonly: true });
  const row = database.query<{ links: number }, []>("select count(*) as links from links").get();
  database.close();
  return row?.links ?? 0;
}

function databaseFile(folder: string): string {
  return join(folder, "data", "visoli.db");
}
