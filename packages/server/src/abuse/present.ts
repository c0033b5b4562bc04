import type { BlockedDestination, JudgedLink } from "@visoli/contract/abuse";
import type { Report } from "@visoli/contract/report";
import { shortUrl } from "../core/short-url.ts";
import type { BlockedDestinationRow } from "../db/blocked.ts";
import type { LinkRow } from "../db/links.ts";
import { anyLinksById } from "../db/links-by-id.ts";
import type { ReportRow } from "../db/reports.ts";
import { iso, isoOrNull } from "../lib/time.ts";
import type { BlockCtx } from "./write-block.ts";

/** A link as the instance's administrator sees it. */
export function presentJudged({ domains, config }: BlockCtx, row: LinkRow): JudgedLink {
  return {
    id: row.id,
    workspace: row.workspace_id,
    shortUrl: shortUrl({ domains, publicUrl: config.publicUrl }, row),
    url: row.url,
    blockedReason: row.blocked_at === null ? null : (row.block_reason ?? ""),
    blockedAt: isoOrNull(row.blocked_at),
    version: row.version,
  };
}

/** Reports with the links that they are about, as these are now. */
export async function presentReports(ctx: BlockCtx, rows: ReportRow[]): Promise<Report[]> {
  const ids = rows.flatMap(({ link_id: id }) => (id === null ? [] : [id]));
  const links = new Map((await anyLinksById(ctx.db, ids)).map((row) => [row.id, presentJudged(ctx, row)]));
  return rows.map((row) => presentReport(row, links.get(row.link_id ?? "") ?? null));
}

function presentReport(row: ReportRow, about: JudgedLink | null): Report {
  return {
    about,
    id: row.id,
    link: row.address,
    linkId: row.link_id,
    reason: row.reason as Report["reason"],
    details: row.details,
    contact: row.contact,
    state: row.state as Report["state"],
    createdAt: iso(row.created_at),
    closedAt: isoOrNull(row.closed_at),
  };
}

export function presentBlocked(row: BlockedDestinationRow): BlockedDestination {
  return {
    id: row.id,
    destination: row.destination,
    reason: row.reason,
    createdBy: row.created_by,
    createdAt: iso(row.created_at),
  };
}
