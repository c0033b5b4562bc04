import type { Filter } from "@visoli/contract/filter";
import type { Selection } from "../analytics/where.ts";
import type { Actor } from "../core/actor.ts";
import type { ClickCtx } from "../core/ctx.ts";
import { problem } from "../core/errors.ts";
import { type Folder, foldersOf, mayInFolder } from "../core/folders.ts";
import { parseReference } from "../core/link-reference.ts";
import { findLink } from "../db/links.ts";
import { linksOfTags } from "../db/tags.ts";
import { hiddenLinks } from "./hidden-links.ts";

/**
 * Which links the filters `link` and `tag` leave, out of those that the actor may see; those in the trash are among them.
 * @throws link.not_found where one is named that the workspace has not, or that the actor may not see
 */
export async function linksOf(
  ctx: ClickCtx,
  actor: Actor,
  filters: { link?: Filter | undefined; tag?: Filter | undefined },
): Promise<NonNullable<Selection["links"]>> {
  const { workspaceId } = actor;
  const folders = await foldersOf(ctx.db, actor);
  const idsOfLinks = (references: string[] = []) =>
    Promise.all(references.map((reference) => idOf(ctx, workspaceId, folders, reference)));
  const idsOfTags = async (names: string[] = []) =>
    (await linksOfTags(ctx.db, workspaceId, names)).map((pair) => pair.link);

  const kept: string[][] = [];
  if (filters.link?.include.length) kept.push(await idsOfLinks(filters.link.include));
  if (filters.tag?.include.length) kept.push(await idsOfTags(filters.tag.include));
  const [first, second] = kept;
  const only = first && second ? first.filter((id) => second.includes(id)) : first;
  const not = [
    ...(await idsOfLinks(filters.link?.exclude)),
    ...(await idsOfTags(filters.tag?.exclude)),
    ...(await hiddenLinks(ctx, workspaceId, folders)),
  ];
  return { only, ...(not.length > 0 && { not }) };
}

/** A link in the trash has the same id and address as before; by externalId a link that lives goes first. */
async function idOf(
  ctx: ClickCtx,
  workspaceId: string,
  folders: Folder[],
  reference: string,
): Promise<string> {
  const parsed = parseReference(ctx.domains, reference);
  const find = (state: "live" | "trashed") => findLink(ctx.db, workspaceId, parsed, state);
  const link = (await find("live")) ?? (await find("trashed"));
  if (!link || !mayInFolder(folders, link.folder_id, "viewer"))
    throw problem("link.not_found", `There is no link ${reference}`);
  return link.id;
}
