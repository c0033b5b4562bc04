import type { ConversionListQuery, ConversionPage } from "@visoli/contract/conversion";
import type { Actor } from "../core/actor.ts";
import type { ClickCtx } from "../core/ctx.ts";
import { invalid, problem } from "../core/errors.ts";
import { guard } from "../core/guard.ts";
import { type LinkAccess, linkAccessOf, mayOnLink, visibleLinks } from "../core/link-access.ts";
import { parseReference } from "../core/link-reference.ts";
import { listConversions as listRows } from "../db/conversions.ts";
import { findLink } from "../db/links.ts";
import { pageOf } from "../lib/cursor.ts";
import { withLabels } from "./get.ts";

const COLUMNS = { occurred: "occurred_at", booked: "booked_at", voided: "voided_at" } as const;

/** A page of the workspace's conversions, the last recorded first. @throws request.invalid, link.not_found */
export async function listConversions(
  ctx: ClickCtx,
  actor: Actor,
  query: ConversionListQuery,
): Promise<ConversionPage> {
  guard(actor, "conversions:read");
  const access = await linkAccessOf(ctx.db, actor);
  const { start, end, by, link, tag, type, cursor, limit } = query;
  if (start !== undefined && end !== undefined && start >= end)
    throw invalid({ path: "start", code: "too_big", message: "Must be before end" });
  const rows = await listRows(ctx.db, actor.workspaceId, {
    column: COLUMNS[by],
    start: start === undefined ? undefined : Date.parse(start),
    end: end === undefined ? undefined : Date.parse(end),
    linkId: link === undefined ? undefined : await linkId(ctx, actor, access, link),
    ...{ tag, type, beforeId: cursor, limit: limit + 1 },
    visible: visibleLinks(access),
  });
  const { data, nextCursor } = pageOf(rows, limit);
  return { data: await withLabels(ctx.db, data), nextCursor };
}

/** An id is taken as it is: conversions outlive their links. @throws link.not_found */
async function linkId(ctx: ClickCtx, actor: Actor, access: LinkAccess, reference: string): Promise<string> {
  if (/^lnk_\w+$/.test(reference)) return reference;
  const parsed = parseReference(ctx.domains, reference);
  const link =
    (await findLink(ctx.db, actor.workspaceId, parsed)) ??
    (await findLink(ctx.db, actor.workspaceId, parsed, "trashed"));
  if (!link || !mayOnLink(access, link, "viewer"))
    throw problem("link.not_found", `There is no link ${reference}`);
  return link.id;
}
