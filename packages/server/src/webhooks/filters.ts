import type { ClickHookFilters } from "@visoli/contract/click-hook";
import type { Actor } from "../core/actor.ts";
import type { LinkCtx } from "../core/ctx.ts";
import { invalid } from "../core/errors.ts";
import { linkAccessOf, mayOnLink } from "../core/link-access.ts";
import { parseReference } from "../core/link-reference.ts";
import { findLink } from "../db/links.ts";

type Given = ClickHookFilters | null | undefined;

/** The filters with links and folders by their ids. @throws request.invalid, naming each link and folder that the actor does not see */
export async function resolveFilters(ctx: LinkCtx, actor: Actor, given: Given): Promise<Given> {
  if (!given?.links && !given?.folders) return given;
  const access = await linkAccessOf(ctx.db, actor);
  const seen = access.folders.filter(({ role }) => role !== "none");
  const folderIds = given.folders?.map(
    (reference) =>
      (seen.find(({ id }) => id === reference) ?? seen.find(({ name }) => name === reference))?.id,
  );
  const linkIds: (string | undefined)[] = [];
  for (const reference of given.links ?? []) {
    const link = await findLink(ctx.db, actor.workspaceId, parseReference(ctx.domains, reference));
    linkIds.push(link && mayOnLink(access, link, "viewer") ? link.id : undefined);
  }
  const faults = [...unknown("links", linkIds), ...unknown("folders", folderIds ?? [])];
  if (faults.length > 0) throw invalid(...faults);
  const known = (ids: (string | undefined)[]) => [...new Set(ids.flatMap((id) => id ?? []))];
  return {
    ...given,
    ...(given.links && { links: known(linkIds) }),
    ...(folderIds && { folders: known(folderIds) }),
  };
}

function unknown(field: "links" | "folders", ids: (string | undefined)[]) {
  const message = field === "links" ? "There is no such link" : "There is no such folder";
  return ids.flatMap((id, index) =>
    id === undefined ? [{ path: `filters.${field}.${index}`, code: "not_found", message }] : [],
  );
}
