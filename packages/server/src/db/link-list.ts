import type { Selectable } from "kysely";
import type { DatabaseKind } from "./insert-rows.ts";
import {
  beside,
  conditions,
  type LinkFilter,
  ORDER_COLUMNS,
  type Place,
  type Window,
} from "./link-filter.ts";
import { type LinkRow, withNames } from "./links.ts";
import type { Db } from "./schema.ts";
import type { LinkTable } from "./schema-links.ts";
import { ownLinkIds } from "./visible-links.ts";

const NOWHERE: Place = { value: "", id: "" };
/** So many links are looked through at a time in SQLite, which answers in our own thread: redirects go on in between. */
const SLICE = 10_000;
const FEW = 2_000;

/** The workspace's links that pass every filter, in order. Those without an `expires_at` are in no order by it. */
export async function listLinks(
  db: Db,
  kind: DatabaseKind,
  workspaceId: string,
  filter: LinkFilter,
): Promise<LinkRow[]> {
  const ids = await fewLinks(db, workspaceId, filter);
  if (ids?.length === 0) return [];
  const ask = (window: Window) => listWindow(db, kind, workspaceId, window);
  if (kind === "postgres" || ids) return withNames(db, await ask({ ...filter, ids }));
  const rows: Selectable<LinkTable>[] = [];
  for (let after = filter.after; ; ) {
    const until = await placeAfter(db, workspaceId, { ...filter, after }, SLICE);
    rows.push(...(await ask({ ...filter, after, until, limit: filter.limit - rows.length })));
    if (rows.length === filter.limit || !until) return withNames(db, rows);
    after = until;
    await new Promise(setImmediate);
  }
}

/** The links that have the tag, or else the first metadata pair, or else the owner, where those are few: then no others need to be looked through. */
async function fewLinks(db: Db, workspaceId: string, filter: LinkFilter): Promise<string[] | undefined> {
  const { tag, metadata: [pair] = [], visible } = filter;
  if (tag === undefined && pair === undefined) return fewOfOwner(db, visible.ownerId);
  const rows = await (tag !== undefined
    ? linksOfTag(db, workspaceId, tag).execute()
    : linksOfMetadata(db, workspaceId, pair ?? { name: "", value: "" }).execute());
  return rows.length <= FEW ? rows.map((row) => row.id) : undefined;
}

async function fewOfOwner(db: Db, ownerId: string | null): Promise<string[] | undefined> {
  if (ownerId === null) return undefined;
  const ids = await ownLinkIds(db, ownerId, { limit: FEW + 1 });
  return ids.length <= FEW ? ids : undefined;
}

function linksOfTag(db: Db, workspaceId: string, tag: string) {
  return db
    .selectFrom("tags")
    .innerJoin("link_tags", "link_tags.tag_id", "tags.id")
    .select("link_tags.link_id as id")
    .where("tags.workspace_id", "=", workspaceId)
    .where("tags.name", "=", tag)
    .limit(FEW + 1);
}

function linksOfMetadata(
  db: Db,
  workspaceId: string,
  { name, value }: { name: string; value: string | null },
) {
  return db
    .selectFrom("link_metadata")
    .select("link_id as id")
    .where("workspace_id", "=", workspaceId)
    .where("name", "=", name)
    .$if(value !== null, (query) => query.where("value", "=", value ?? ""))
    .limit(FEW + 1);
}

/** Links past `after` and up to `until`. */
async function listWindow(db: Db, kind: DatabaseKind, workspaceId: string, filter: Window) {
  const column = ORDER_COLUMNS[filter.sort];
  return db
    .selectFrom("links")
    .selectAll("links")
    .where("links.workspace_id", "=", workspaceId)
    .where((links) => links.and(conditions(links, kind, workspaceId, filter)))
    .$if(filter.until !== undefined, (query) => query.where(beside(filter, filter.until ?? NOWHERE, "up to")))
    .orderBy(column, filter.order)
    .$if(column !== "id", (query) => query.orderBy("id", filter.order))
    .limit(filter.limit)
    .execute();
}

/**
 * The place of the `count`-th link past `after`, whatever the filters say (but for an owner's newest, of which there may be few among many);
 * undefined where there are fewer. Answered by an index alone.
 */
async function placeAfter(
  db: Db,
  workspaceId: string,
  filter: LinkFilter,
  count: number,
): Promise<Place | undefined> {
  const column = ORDER_COLUMNS[filter.sort];
  const { ownerId } = filter.visible;
  const row = await db
    .selectFrom("links")
    .select([`${column} as value`, "id"])
    .where((links) =>
      ownerId !== null && column === "id"
        ? links("owner_id", "=", ownerId)
        : links("workspace_id", "=", workspaceId),
    )
    .$if(column === "expires_at", (query) => query.where("expires_at", "is not", null))
    .$if(filter.after !== undefined, (query) =>
      query.where(beside(filter, filter.after ?? NOWHERE, "behind")),
    )
    .orderBy(column, filter.order)
    .$if(column !== "id", (query) => query.orderBy("id", filter.order))
    .offset(count - 1)
    .limit(1)
    .executeTakeFirst();
  return row?.value === null || row === undefined ? undefined : { value: row.value, id: row.id };
}
