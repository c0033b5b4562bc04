import { newId } from "@visoli/contract/ids";
import type { Db } from "./schema.ts";

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
  workspaceId: string,
  linkId: string,
  names: string[],
  now: number,
): Promise<void> {
  await db.deleteFrom("link_tags").where("link_id", "=", linkId).execute();
  if (names.length === 0) return;
  await db
    .insertInto("tags")
    .values(
      names.map((name) => ({ id: newId("tag", now), workspace_id: workspaceId, name, created_at: now })),
    )
    .onConflict((conflict) => conflict.columns(["workspace_id", "name"]).doNothing())
    .execute();
  await db
    .insertInto("link_tags")
    .columns(["link_id", "tag_id"])
    .expression((expression) =>
      expression
        .selectFrom("tags")
        .select((tag) => [tag.val(linkId).as("link_id"), "tags.id"])
        .where("workspace_id", "=", workspaceId)
        .where("name", "in", names),
    )
    .execute();
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
