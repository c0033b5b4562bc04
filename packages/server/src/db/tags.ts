import { newId } from "@visoli/contract/ids";
import { type Columns, type DatabaseKind, insertRows } from "./insert-rows.ts";
import type { Db } from "./schema.ts";

const TAG_COLUMNS: Columns = { id: "text", workspace_id: "text", name: "text", created_at: "bigint" };
const PAIR_COLUMNS: Columns = { link_id: "text", tag_id: "text" };

/** Names of the tags of each link, sorted as the contract sorts them (not by bytes, as the databases would). */
export async function tagsOfLinks(db: Db, linkIds: string[]): Promise<Map<string, string[]>> {
  const tags = new Map<string, string[]>();
  if (linkIds.length === 0) return tags;
  const rows = await db
    .selectFrom("link_tags")
    .innerJoin("tags", "tags.id", "link_tags.tag_id")
    .select(["link_tags.link_id", "tags.name"])
    .where("link_tags.link_id", "in", linkIds)
    .execute();
  for (const { link_id, name } of rows) tags.set(link_id, [...(tags.get(link_id) ?? []), name]);
  for (const names of tags.values()) names.sort();
  return tags;
}

/** Makes `names` the tags of the link, and those that are new in the workspace. */
export async function setTags(
  db: Db,
  kind: DatabaseKind,
  workspaceId: string,
  link: { id: string; tags: string[] },
  now: number,
): Promise<void> {
  await db.deleteFrom("link_tags").where("link_id", "=", link.id).execute();
  await addTags(db, kind, workspaceId, [link], now);
}

/** Gives each link its tags, of which it has none yet, and makes those that are new in the workspace. */
export async function addTags(
  db: Db,
  kind: DatabaseKind,
  workspaceId: string,
  links: readonly { id: string; tags: string[] }[],
  now: number,
): Promise<void> {
  const names = [...new Set(links.flatMap((link) => link.tags))].sort();
  if (names.length === 0) return;
  const idOf = await tagIds(db, kind, workspaceId, names, now);
  const pairs = links.flatMap((link) =>
    link.tags.map((name) => ({ link_id: link.id, tag_id: idOf.get(name) })),
  );
  await insertRows(db, kind, "link_tags", PAIR_COLUMNS, pairs);
}

/** The id of each tag, made where it is new, and held until the transaction ends: nobody can delete it under a link's hands. */
async function tagIds(
  db: Db,
  kind: DatabaseKind,
  workspaceId: string,
  names: string[],
  now: number,
): Promise<Map<string, string>> {
  for (;;) {
    const rows = names.map((name) => ({
      id: newId("tag", now),
      workspace_id: workspaceId,
      name,
      created_at: now,
    }));
    await insertRows(db, kind, "tags", TAG_COLUMNS, rows, "on conflict (workspace_id, name) do nothing");
    const known = await db
      .selectFrom("tags")
      .select(["id", "name"])
      .where("workspace_id", "=", workspaceId)
      .where("name", "in", names)
      .$if(kind === "postgres", (query) => query.forKeyShare())
      .execute();
    // One that was deleted between the two is made again.
    if (known.length === names.length) return new Map(known.map((tag) => [tag.name, tag.id]));
  }
}

/** Every pair of tag and link in the workspace; `names` narrows it. */
export async function linksOfTags(
  db: Db,
  workspaceId: string,
  names?: string[],
): Promise<{ tag: string; link: string }[]> {
  if (names?.length === 0) return [];
  return db
    .selectFrom("tags")
    .innerJoin("link_tags", "link_tags.tag_id", "tags.id")
    .select(["tags.name as tag", "link_tags.link_id as link"])
    .where("tags.workspace_id", "=", workspaceId)
    .$if(names !== undefined, (query) => query.where("tags.name", "in", names ?? []))
    .execute();
}
