import type { LinkPage } from "@visoli/contract/link";
import type { LinkListQuery } from "@visoli/contract/link-list";
import type { Actor } from "../core/actor.ts";
import type { ClickCtx } from "../core/ctx.ts";
import { invalid, problem } from "../core/errors.ts";
import { requireFolder } from "../core/folders.ts";
import { guard } from "../core/guard.ts";
import { type LinkAccess, linkAccessOf, visibleLinks } from "../core/link-access.ts";
import { type LinkFilter, ORDER_COLUMNS } from "../db/link-filter.ts";
import { listLinks as listRows } from "../db/link-list.ts";
import type { LinkRow } from "../db/links.ts";
import { presentLinks } from "./present.ts";

const SHOWN = ["active", "scheduled", "expired", "disabled", "blocked", "broken"] as const;

/**
 * A page of the workspace's links, newest first unless asked otherwise; pages stay right while links are made and deleted.
 * @throws folder.not_found, domain.not_found, request.invalid
 */
export async function listLinks(ctx: ClickCtx, actor: Actor, query: LinkListQuery): Promise<LinkPage> {
  guard(actor, "links:read");
  const access = await linkAccessOf(ctx.reads, actor);
  const filter = filterOf(ctx, actor, query, access);
  if (query.sort === "slug") await ctx.needIndex("links_by_slug");
  const rows = await listRows(ctx.reads, ctx.config.database.kind, actor.workspaceId, {
    ...filter,
    limit: query.limit + 1,
  });
  const shown = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? shown.at(-1) : undefined;
  return {
    data: await presentLinks(ctx, actor.workspaceId, shown),
    nextCursor: last ? writeCursor(query.sort, last) : null,
  };
}

function filterOf(ctx: ClickCtx, actor: Actor, query: LinkListQuery, access: LinkAccess): LinkFilter {
  const { cursor, folder, domain, createdAfter, createdBefore, status, order, sort } = query;
  const instant = (text: string | undefined) => (text === undefined ? undefined : Date.parse(text));
  return {
    ...query,
    statuses: status ?? [...SHOWN],
    domain: domain === undefined ? undefined : domainId(ctx, actor, domain),
    folderId: folder === undefined ? undefined : requireFolder(access.folders, folder, "viewer").id,
    visible: visibleLinks(access),
    createdAfter: instant(createdAfter),
    createdBefore: instant(createdBefore),
    order: order ?? (sort === "slug" ? "asc" : "desc"),
    after: cursor === undefined ? undefined : readCursor(sort, cursor),
    now: ctx.now(),
  };
}

function domainId(ctx: ClickCtx, actor: Actor, host: string): string {
  const domain = ctx.domains.byHost(host);
  if (!domain || (domain.workspaceId !== null && domain.workspaceId !== actor.workspaceId))
    throw problem("domain.not_found", `The workspace has no verified domain ${host}`);
  return domain.id;
}

/** A link's id; where something else orders the page, that stands behind it. */
function writeCursor(sort: LinkListQuery["sort"], row: LinkRow): string {
  const column = ORDER_COLUMNS[sort];
  return column === "id" ? row.id : Buffer.from(JSON.stringify([row[column], row.id])).toString("base64url");
}

function readCursor(sort: LinkListQuery["sort"], cursor: string): { value: string | number; id: string } {
  if (sort === "createdAt") return { value: cursor, id: cursor };
  try {
    const [value, id] = JSON.parse(Buffer.from(cursor, "base64url").toString()) as [unknown, unknown];
    if (isText(id) && (sort === "slug" ? isText(value) : Number.isSafeInteger(value)))
      return { value: value as string | number, id };
  } catch {}
  throw invalid({ path: "cursor", code: "invalid_format", message: "Is not the nextCursor of such a list" });
}

/** Whether both databases can look for it. */
function isText(value: unknown): value is string {
  return typeof value === "string" && value.isWellFormed() && !value.includes("\0");
}
