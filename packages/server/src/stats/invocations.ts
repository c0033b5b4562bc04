import type { Invocation, ServiceStats } from "@visoli/contract/service";
import { slugKey } from "@visoli/contract/slug";
import { askSingleClicks } from "../analytics/questions/single-clicks.ts";
import type { ClickRow } from "../analytics/row.ts";
import type { Actor } from "../core/actor.ts";
import type { ClickCtx } from "../core/ctx.ts";
import { OWN_DOMAIN } from "../core/domains.ts";
import { invalid, problem } from "../core/errors.ts";
import { foldersOf, mayInFolder } from "../core/folders.ts";
import { guard } from "../core/guard.ts";
import { findLink } from "../db/links.ts";
import { DAY_MS, iso } from "../lib/time.ts";

const DEFAULT_SPAN_MS = 7 * DAY_MS;

/** A link's clicks and scans one by one, in the words of the service we are a drop-in for. @throws link.not_found */
export async function readInvocations(
  ctx: ClickCtx,
  actor: Actor,
  slug: string,
  query: { startDate?: string | undefined; endDate?: string | undefined },
): Promise<ServiceStats> {
  guard(actor, "stats:read");
  const end = query.endDate === undefined ? ctx.now() : Date.parse(query.endDate);
  const start = query.startDate === undefined ? end - DEFAULT_SPAN_MS : Date.parse(query.startDate);
  if (start >= end) throw invalid({ path: "startDate", code: "too_big", message: "Must be before endDate" });
  const link = await findLink(ctx.reads, actor.workspaceId, {
    domain: OWN_DOMAIN,
    slugKey: slugKey(slug, true),
  });
  const isSeen = link?.folder_id
    ? mayInFolder(await foldersOf(ctx.reads, actor), link.folder_id, "viewer")
    : true;
  if (!link || !isSeen) throw problem("link.not_found", `There is no link ${slug}`);
  const clicks = await askSingleClicks(ctx.analytics, {
    workspaceId: actor.workspaceId,
    start,
    end,
    includeBots: false,
    filters: { trigger: { include: ["link", "qr"], exclude: [] } },
    links: { only: [link.id] },
  });
  return {
    slug: link.slug,
    stats: { invocations: clicks.map(toInvocation), startDate: iso(start), endDate: iso(end) },
  };
}

function toInvocation(click: ClickRow): Invocation {
  return {
    date: iso(click.at),
    continent: click.continent || null,
    country: click.country || null,
    region: click.region || null,
    city: click.city || null,
    referer: click.referrer || null,
    asn: {
      asn: click.asn || null,
      name: click.as_name || null,
      domain: click.as_domain || null,
      type: click.as_type || null,
    },
    browser: click.browser || null,
    os: click.os || null,
    deviceModel: click.device_model || null,
    deviceType: click.device || null,
  };
}
