import type { Filter } from "@visoli/contract/filter";
import type { Selection } from "../analytics/where.ts";
import type { ClickCtx } from "../core/ctx.ts";
import { problem } from "../core/errors.ts";
import { parseReference } from "../core/link-reference.ts";
import { findLink } from "../db/links.ts";
import { linksOfTags } from "../db/tags.ts";

/** Which links the filters `link` and `tag` leave. @throws link.not_found where one is named that the workspace has not */
export async function linksOf(
  ctx: ClickCtx,
  workspaceId: string,
  filters: { link?: Filter | undefined; tag?: Filter | undefined },
): Promise<NonNullable<Selection["links"]>> {
  const idsOfLinks = (references: string[] = []) =>
    Promise.all(references.map((reference) => idOf(ctx, workspaceId, reference)));
  const idsOfTags = async (names: string[] = []) =>
    (await linksOfTags(ctx.db, workspaceId, names)).map((pair) => pair.link);

  const kept: string[][] = [];
  if (filters.link?.include.length) kept.push(await idsOfLinks(filters.link.include));
  if (filters.tag?.include.length) kept.push(await idsOfTags(filters.tag.include));
  const dropped = [...(await idsOfLinks(filters.link?.exclude)), ...(await idsOfTags(filters.tag?.exclude))];
  const [first, second] = kept;
  const only = first && second ? first.filter((id) => second.includes(id)) : first;
  return { only, ...(dropped.length > 0 && { not: dropped }) };
}

async function idOf(ctx: ClickCtx, workspaceId: string, reference: string): Promise<string> {
  const link = await findLink(ctx.db, workspaceId, parseReference(ctx.config, reference));
  if (!link) throw problem("link.not_found", `There is no link ${reference}`);
  return link.id;
}
