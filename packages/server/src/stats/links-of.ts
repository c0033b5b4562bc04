import type { Filter } from "@visoli/contract/filter";
import type { Selection } from "../analytics/where.ts";
import type { Actor } from "../core/actor.ts";
import type { ClickCtx } from "../core/ctx.ts";
import { invalid, problem } from "../core/errors.ts";
import { type LinkAccess, linkAccessOf, mayOnLink } from "../core/link-access.ts";
import { parseReference } from "../core/link-reference.ts";
import { findLink } from "../db/links.ts";
import { linksOfTags } from "../db/tags.ts";
import { ownLinkIds } from "../db/visible-links.ts";
import { hiddenLinks } from "./hidden-links.ts";
import { linksByFolder } from "./links-by-folder.ts";

type Links = NonNullable<Selection["links"]>;
type Asked = { link?: Filter | undefined; tag?: Filter | undefined; folder?: Filter | undefined };

/** The click store is told an owner's links one by one. */
const MAX_OWN = 250_000;

/**
 * Which links the filters `link`, `tag` and `folder` leave, out of those that the actor may see; those in the trash are among them.
 * `among`: only of these links it has to be right. @throws link.not_found, folder.not_found where one is named that the workspace has not,
 * or that the actor may not see; request.invalid where these are too many
 */
export async function linksOf(ctx: ClickCtx, actor: Actor, filters: Asked, among?: string[]): Promise<Links> {
  const { workspaceId } = actor;
  const access = await linkAccessOf(ctx.reads, actor);
  const { folders, ownerId } = access;
  const idsOfLinks = (references: string[] = []) =>
    Promise.all(references.map((reference) => idOf(ctx, workspaceId, access, reference)));
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
  const asked = kept.length > 0 ? common(kept) : undefined;
  const only =
    ownerId === null
      ? asked
      : await ownLinks(ctx, ownerId, asked && among ? common([among, asked]) : (asked ?? among));
  return { only, ...(not.length > 0 && { not }) };
}

/** @throws request.invalid where all of them are asked for, and these are too many */
async function ownLinks(ctx: ClickCtx, ownerId: string, among: string[] | undefined): Promise<string[]> {
  const ids = await ownLinkIds(ctx.reads, ownerId, { among, limit: MAX_OWN + 1 });
  if (ids.length <= MAX_OWN) return ids;
  const message = `This key has made more than ${MAX_OWN} links; ask for some of them, by link, tag or folder`;
  throw invalid({ path: "link", code: "too_many_links", message });
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
  access: LinkAccess,
  reference: string,
): Promise<string> {
  const parsed = parseReference(ctx.domains, reference);
  const find = (state: "live" | "trashed") => findLink(ctx.reads, workspaceId, parsed, state);
  const link = (await find("live")) ?? (await find("trashed"));
  if (!link || !mayOnLink(access, link, "viewer"))
    throw problem("link.not_found", `There is no link ${reference}`);
  return link.id;
}
