import type { LinkStatus } from "@visoli/contract/link";
import { type Expression, type ExpressionBuilder, type SqlBool, sql } from "kysely";
import type { DatabaseKind } from "./insert-rows.ts";
import { contains } from "./link-search.ts";
import type { Schema } from "./schema.ts";
import { isVisible, type VisibleLinks } from "./visible-links.ts";

export const ORDER_COLUMNS = {
  createdAt: "id",
  updatedAt: "updated_at",
  expiresAt: "expires_at",
  slug: "slug",
} as const;

/** What a link is sorted by, and its id. */
export type Place = { value: string | number; id: string };

export type LinkFilter = {
  search?: string | undefined;
  tag?: string | undefined;
  domain?: string | undefined;
  folderId?: string | undefined;
  visible: VisibleLinks;
  createdBy?: string | undefined;
  statuses: LinkStatus[];
  metadata?: { name: string; value: string | null }[] | undefined;
  createdAfter?: number | undefined;
  createdBefore?: number | undefined;
  sort: keyof typeof ORDER_COLUMNS;
  order: "asc" | "desc";
  /** The place of the last link of the page before. */
  after?: Place | undefined;
  limit: number;
  now: number;
};

/** A part of the list: up to a place, or of these links alone. */
export type Window = LinkFilter & { until?: Place | undefined; ids?: string[] | undefined };

type Links = ExpressionBuilder<Schema, "links">;

/** Every filter as a condition; all must hold. */
export function conditions(
  links: Links,
  kind: DatabaseKind,
  workspaceId: string,
  filter: Window,
): Expression<SqlBool>[] {
  const { search, tag, domain, folderId, createdBy, createdAfter, createdBefore, after } = filter;
  const all: Expression<SqlBool>[] = [
    links.or(filter.statuses.map((status) => isIn(links, status, filter.now))),
  ];
  if (!filter.statuses.includes("trashed")) all.push(links("deleted_at", "is", null));
  if (domain !== undefined) all.push(links("domain", "=", domain));
  if (folderId !== undefined) all.push(links("folder_id", "=", folderId));
  all.push(isVisible(filter.visible));
  if (createdBy !== undefined) all.push(links("created_by", "=", createdBy));
  if (createdAfter !== undefined) all.push(links("created_at", ">=", createdAfter));
  if (createdBefore !== undefined) all.push(links("created_at", "<", createdBefore));
  if (tag !== undefined) all.push(hasTag(links, workspaceId, tag));
  for (const pair of filter.metadata ?? []) all.push(hasMetadata(links, pair));
  if (search !== undefined) all.push(contains(kind, search));
  if (filter.sort === "expiresAt") all.push(links("expires_at", "is not", null));
  if (filter.ids) all.push(links("id", "in", filter.ids));
  if (after) all.push(beside(filter, after, "behind"));
  return all;
}

/** What lies behind a place, or from the beginning up to it. As one comparison of two values, for which an index serves. */
export function beside(
  { sort, order }: LinkFilter,
  { value, id }: Place,
  side: "behind" | "up to",
): Expression<SqlBool> {
  const column = sql.ref(ORDER_COLUMNS[sort]);
  const operator = sql.raw((side === "behind") === (order === "desc") ? "<" : ">");
  const orEqual = sql.raw(side === "behind" ? "" : "=");
  if (sort === "createdAt") return sql<SqlBool>`id ${operator}${orEqual} ${id}`;
  return sql<SqlBool>`(${column}, id) ${operator}${orEqual} (${value}, ${id})`;
}

/** The same distinctions as `statusOf` in links/present.ts makes. */
function isIn(links: Links, status: LinkStatus, now: number): Expression<SqlBool> {
  const live = links("deleted_at", "is", null);
  const shown = links.and([live, links("archived_at", "is", null)]);
  const unblocked = links.and([shown, links("blocked_at", "is", null)]);
  const enabled = links.and([unblocked, links("disabled_at", "is", null)]);
  const unexpired = links.or([links("expires_at", "is", null), links("expires_at", ">", now)]);
  const started = links.or([links("starts_at", "is", null), links("starts_at", "<=", now)]);
  const open = links.and([enabled, unexpired, started]);
  switch (status) {
    case "trashed":
      return links("deleted_at", "is not", null);
    case "archived":
      return links.and([live, links("archived_at", "is not", null)]);
    case "blocked":
      return links.and([shown, links("blocked_at", "is not", null)]);
    case "disabled":
      return links.and([unblocked, links("disabled_at", "is not", null)]);
    case "expired":
      return links.and([enabled, links("expires_at", "<=", now)]);
    case "scheduled":
      return links.and([enabled, unexpired, links("starts_at", ">", now)]);
    case "broken":
      return links.and([open, links("broken_at", "is not", null)]);
    case "active":
      return links.and([open, links("broken_at", "is", null)]);
  }
}

/** Asked link by link, in the order of the page: a list of all that have the tag would be made anew for each slice. */
function hasTag(links: Links, workspaceId: string, tag: string) {
  return links.exists(
    links
      .selectFrom("link_tags")
      .select("link_tags.link_id")
      .whereRef("link_tags.link_id", "=", "links.id")
      .where("link_tags.tag_id", "=", (tags) =>
        tags
          .selectFrom("tags")
          .select("tags.id")
          .where("tags.workspace_id", "=", workspaceId)
          .where("tags.name", "=", tag),
      ),
  );
}

function hasMetadata(links: Links, pair: { name: string; value: string | null }) {
  return links.exists(
    links
      .selectFrom("link_metadata")
      .select("link_metadata.link_id")
      .whereRef("link_metadata.link_id", "=", "links.id")
      .where("link_metadata.name", "=", pair.name)
      .$if(pair.value !== null, (query) => query.where("link_metadata.value", "=", pair.value ?? "")),
  );
}
