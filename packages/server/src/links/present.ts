import type { Link, LinkStatus } from "@visoli/contract/link";
import { utmOf } from "@visoli/contract/utm-url";
import { askLinkClicks, type LinkCounts } from "../analytics/questions/link-clicks.ts";
import type { ClickCtx } from "../core/ctx.ts";
import { shortUrl } from "../core/short-url.ts";
import { readSettings } from "../db/link-settings.ts";
import type { LinkRow } from "../db/links.ts";
import { iso, isoOrNull } from "../lib/time.ts";
import { within } from "../lib/within.ts";

/** A link is worth more than its count: without a quick answer it is shown without. */
const PATIENCE_MS = 2_000;
const NONE: LinkCounts = { clicks: 0, scans: 0 };

/** A link as the API shows it. `counts` is null where the click store does not answer. */
export function presentLink(ctx: ClickCtx, row: LinkRow, counts: LinkCounts | null = NONE): Link {
  const settings = readSettings(row.settings);
  const domain = ctx.domains.byId(row.domain);
  return {
    id: row.id,
    shortUrl: shortUrl({ domains: ctx.domains, publicUrl: ctx.config.publicUrl }, row),
    // A domain whose proof was lost has no host that answers.
    domain: domain?.host ?? row.domain,
    slug: row.slug,
    aliases: row.aliases,
    url: row.url,
    externalId: row.external_id,
    folder: row.folder_id,
    title: row.title,
    notes: row.notes,
    tags: row.tags,
    metadata: row.metadata === null ? {} : (JSON.parse(row.metadata) as Record<string, string>),
    utm: utmOf(row.url),
    startsAt: isoOrNull(row.starts_at),
    expiresAt: isoOrNull(row.expires_at),
    expiredUrl: settings.expiredUrl ?? null,
    maxClicks: settings.maxClicks ?? null,
    hasPassword: settings.passwordHash !== undefined,
    redirectStatus: settings.redirectStatus ?? null,
    forwardQuery: settings.forwardQuery ?? false,
    forwardPath: settings.forwardPath ?? false,
    rules: settings.rules ?? [],
    preview: settings.preview ?? null,
    cloak: settings.cloak ?? false,
    noindex: settings.noindex ?? domain?.settings.noindex ?? true,
    ios: settings.ios ?? null,
    android: settings.android ?? null,
    pixels: settings.pixels ?? [],
    trackVisitors: settings.trackVisitors ?? true,
    clickIdParameter: settings.clickIdParameter ?? null,
    status: statusOf(row, ctx.now()),
    archived: row.archived_at !== null,
    disabled: row.disabled_at !== null,
    blockedReason: row.blocked_at === null ? null : (row.block_reason ?? ""),
    flags: row.flags ? row.flags.split(",") : [],
    clicks: counts?.clicks ?? null,
    scans: counts?.scans ?? null,
    createdBy: row.created_by,
    createdAt: iso(row.created_at),
    updatedAt: iso(row.updated_at),
    deletedAt: isoOrNull(row.deleted_at),
  };
}

/** Where the link is put away, else what a visitor meets right now, first of all. The same distinctions as in `db/link-filter.ts`. */
function statusOf(row: LinkRow, now: number): LinkStatus {
  if (row.deleted_at !== null) return "trashed";
  if (row.archived_at !== null) return "archived";
  if (row.blocked_at !== null) return "blocked";
  if (row.disabled_at !== null) return "disabled";
  if (row.expires_at !== null && row.expires_at <= now) return "expired";
  if (row.starts_at !== null && row.starts_at > now) return "scheduled";
  return row.broken_at === null ? "active" : "broken";
}

/** Links with their clicks, asked for all at once. */
export async function presentLinks(ctx: ClickCtx, workspaceId: string, rows: LinkRow[]): Promise<Link[]> {
  const shown = rows.map((row) => presentLink(ctx, row, null));
  return withCounts(ctx, workspaceId, shown);
}

/** The same links with their clicks of now; null where the click store does not answer in time. */
export async function withCounts(ctx: ClickCtx, workspaceId: string, links: Link[]): Promise<Link[]> {
  const ids = links.map((link) => link.id);
  const asked = within(PATIENCE_MS, askLinkClicks(ctx.analytics, workspaceId, ids));
  const counts = await asked.catch((error: unknown) => {
    ctx.log.warn({ err: error }, "the click store does not answer; links are shown without their clicks");
    return null;
  });
  if (!counts) return links.map((link) => ({ ...link, clicks: null, scans: null }));
  return links.map((link) => ({ ...link, ...(counts.get(link.id) ?? NONE) }));
}
