import type { HistoryPage, HistoryQuery } from "@visoli/contract/history";
import type { Actor } from "../core/actor.ts";
import type { ClickCtx } from "../core/ctx.ts";
import { invalid } from "../core/errors.ts";
import { guard } from "../core/guard.ts";
import { mayViewLink } from "../core/link-access.ts";
import { parseReference } from "../core/link-reference.ts";
import { readHistory } from "../db/history.ts";
import { findLink } from "../db/links.ts";
import { iso } from "../lib/time.ts";
import { linkNotFound } from "./get.ts";

/** Who changed what of a link and when, newest first; of a link in the trash, too. @throws link.not_found */
export async function linkHistory(
  ctx: ClickCtx,
  actor: Actor,
  reference: string,
  { cursor, limit }: HistoryQuery,
): Promise<HistoryPage> {
  guard(actor, "links:read");
  const parsed = parseReference(ctx.domains, reference);
  const link =
    (await findLink(ctx.db, actor.workspaceId, parsed)) ??
    (await findLink(ctx.db, actor.workspaceId, parsed, "trashed"));
  if (!link || !(await mayViewLink(ctx.db, actor, link))) throw linkNotFound(reference);
  const rows = await readHistory(ctx.db, link.id, { beforeVersion: readCursor(cursor), limit: limit + 1 });
  const shown = rows.slice(0, limit);
  return {
    data: shown.map((row) => ({
      version: row.version,
      at: iso(row.created_at),
      actor: row.actor,
      changes: JSON.parse(row.changes) as Record<string, [unknown, unknown]>,
    })),
    nextCursor: rows.length > limit ? String(shown.at(-1)?.version) : null,
  };
}

function readCursor(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined;
  if (/^\d{1,9}$/.test(cursor)) return Number(cursor);
  throw invalid({ path: "cursor", code: "invalid_format", message: "Is not the nextCursor of such a list" });
}
