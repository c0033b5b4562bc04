import type { Link } from "@visoli/contract/link";
import { askLinkClicks } from "../analytics/questions/link-clicks.ts";
import type { ClickCtx } from "../core/ctx.ts";
import { shownDomain } from "../core/domain.ts";
import type { LinkRow } from "../db/links.ts";
import { iso, isoOrNull } from "../lib/time.ts";
import { within } from "../lib/within.ts";

/** A link is worth more than its count: without a quick answer it is shown without. */
const PATIENCE_MS = 2_000;

/** A link as the API shows it. `clicks` is null where the click store does not answer. */
export function presentLink(ctx: ClickCtx, row: LinkRow, clicks: number | null): Link {
  return {
    id: row.id,
    shortUrl: shortUrlOf(ctx, row),
    domain: shownDomain(ctx.config, row.domain),
    slug: row.slug,
    url: row.url,
    externalId: row.external_id,
    expiresAt: isoOrNull(row.expires_at),
    title: row.title,
    tags: row.tags,
    clicks,
    createdAt: iso(row.created_at),
    updatedAt: iso(row.updated_at),
  };
}

/** Links with their clicks, asked for all at once. */
export async function presentLinks(ctx: ClickCtx, workspaceId: string, rows: LinkRow[]): Promise<Link[]> {
  const ids = rows.map((row) => row.id);
  const asked = within(PATIENCE_MS, askLinkClicks(ctx.analytics, workspaceId, ids));
  const clicks = await asked.catch((error: unknown) => {
    ctx.log.warn({ err: error }, "the click store does not answer; links are shown without their clicks");
    return null;
  });
  return rows.map((row) => presentLink(ctx, row, clicks && (clicks.get(row.id) ?? 0)));
}

/** The whole address that people follow; characters beyond ASCII are percent-encoded, so that it can be pasted anywhere. */
export function shortUrlOf(ctx: ClickCtx, link: { slug: string }): string {
  return `${ctx.config.publicUrl}/${encodeURIComponent(link.slug)}`;
}
