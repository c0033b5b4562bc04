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
import { linksByFolder } from "./links-by-folder.ts";

type Links = NonNullable<Selection["links"]>;
type Asked = { link?: Filter | undefined; tag?: Filter | undefined; folder?: Filter | undefined };

/**
 * Which links the filters `link`, `tag` and `folder` leave, out of those that the actor may see; those in the trash are among them.
 * @throws link.not_found, folder.not_found where one is named that the workspace has not, or that the actor may not see
 */
export async function linksOf(ctx: ClickCtx, actor: Actor, filters: Asked): Promise<Links> {
  const { workspaceId } = actor;
  const folders = await foldersOf(ctx.reads, actor);
  const idsOfLinks = (references: string[] = []) =>
    Promise.all(references.map((reference) => idOf(ctx, workspaceId, folders, reference)));
  const idsOfTags = async (names: string[] = []) =>
    (await linksOfTags(ctx.reads, workspaceId, names)).map((pair) => pair.link);

  const inFolders = filters.folder ? await linksByFolder(ctx, workspaceId, folders, filters.folder) : {};
  const kept: string[][] = [];
  if (filters.link?.include.length) kept.push(await idsOfLinks(filters.link.include));
  if (filters.tag?.include.length) kept.push(await idsOfTags(filters.tag.include));
  if (inFolders.only) kept.push(inFolders.only);
  const not = [
    ...(await idsOfLinks(filters.link?.exclude)),
    ...(await idsOfTags(filters.tag?.exclude)),
    ...(inFolders.not ?? []),
    ...(await hiddenLinks(ctx, workspaceId, folders)),
  ];
  return { only: kept.length > 0 ? common(kept) : undefined, ...(not.length > 0 && { not }) };
}

/** What is in each of the lists. */
function common([first = [], ...others]: string[][]): string[] {
  const sets = others.map((list) => new Set(list));
  return first.filter((id) => sets.every((set) => set.has(id)));
}

/** A link in the trash has the same id and address as before; by externalId a link that lives goes first. */
async function idOf(
  ctx: ClickCtx,
  workspaceId: string,
  folders: Folder[],
  reference: string,
): Promise<string> {
  const parsed = parseReference(ctx.domains, reference);
  const find = (state: "live" | "trashed") => findLink(ctx.reads, workspaceId, parsed, state);
  const link = (await find("live")) ?? (await find("trashed"));
  if (!link || !mayInFolder(folders, link.folder_id, "viewer"))
    throw problem("link.not_found", `There is no link ${reference}`);
  return link.id;
}
