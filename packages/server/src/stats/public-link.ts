import type { PublicPart, PublicStatistics } from "@visoli/contract/public-stats";
import type { Actor } from "../core/actor.ts";
import type { ClickCtx } from "../core/ctx.ts";
import { problem } from "../core/errors.ts";
import type { FolderRole } from "../core/folders.ts";
import { guard } from "../core/guard.ts";
import { type LinkAccess, linkAccessOf, mayOnLink } from "../core/link-access.ts";
import { parseReference } from "../core/link-reference.ts";
import { findLink, type LinkRow, lockLink } from "../db/links.ts";
import type { PublicStatisticsRow } from "../db/public-stats.ts";
import type { Trx } from "../db/schema.ts";
import { iso } from "../lib/time.ts";

/** Whoever lets everybody see statistics must see them, too. @throws auth.missing_scope */
export function guardPublic(actor: Actor, scope: "links:read" | "links:write"): void {
  guard(actor, scope);
  guard(actor, "stats:read");
}

/** The link, if the actor may see it. @throws link.not_found */
export async function linkToShow(ctx: ClickCtx, actor: Actor, reference: string): Promise<LinkRow> {
  const link = await findLink(ctx.db, actor.workspaceId, parseReference(ctx.domains, reference));
  return permitted(link, await linkAccessOf(ctx.db, actor), reference, "viewer");
}

/** The link, held against other writers, if the actor may change it. @throws link.not_found, folder.forbidden */
export async function linkToChange(
  ctx: ClickCtx,
  trx: Trx,
  actor: Actor,
  reference: string,
): Promise<LinkRow> {
  const parsed = parseReference(ctx.domains, reference);
  const link = await lockLink(trx, ctx.config.database.kind, actor.workspaceId, parsed);
  return permitted(link, await linkAccessOf(trx, actor), reference, "editor");
}

function permitted(link: LinkRow | null, access: LinkAccess, reference: string, least: FolderRole): LinkRow {
  if (!link || !mayOnLink(access, link, "viewer"))
    throw problem("link.not_found", `There is no link ${reference}`);
  if (mayOnLink(access, link, least)) return link;
  throw problem("folder.forbidden", "Your role in the link's folder lets you read its links only");
}

/** As the API shows it to its owner. */
export function presentPublic(ctx: ClickCtx, row: PublicStatisticsRow): PublicStatistics {
  return {
    url: `${ctx.config.publicUrl}/stats/${row.token}`,
    show: JSON.parse(row.parts) as PublicPart[],
    timezone: row.timezone,
    createdBy: row.created_by,
    createdAt: iso(row.created_at),
  };
}

export function notPublic(reference: string) {
  return problem("public_statistics.not_found", `The statistics of ${reference} are not public`);
}
