import type { Invocation, ServiceStats } from "@visoli/contract/service";
import { slugKey } from "@visoli/contract/slug";
import { askSingleClicks } from "../analytics/questions/single-clicks.ts";
import type { ClickRow } from "../analytics/row.ts";
import type { Actor } from "../core/actor.ts";
import type { ClickCtx } from "../core/ctx.ts";
import { OWN_DOMAIN } from "../core/domains.ts";
import { invalid, problem } from "../core/errors.ts";
import { guard } from "../core/guard.ts";
import { mayViewLink } from "../core/link-access.ts";
import { requirePeriod } from "../core/statistics-gate.ts";
import { findLink } from "../db/links.ts";
import { DAY_MS, iso } from "../lib/time.ts";
import { levelOf } from "./gate.ts";

const DEFAULT_SPAN_MS = 7 * DAY_MS;

/** A link's clicks and scans one by one, in the words of the service we are a drop-in for. @throws plan.feature_required, link.not_found */
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
  await requirePeriod(ctx, actor, start);
  const level = await levelOf(ctx, actor);
  const link = await findLink(ctx.reads, actor.workspaceId, {
    domain: OWN_DOMAIN,
    slugKey: slugKey(slug, true),
  });
  if (!link || !(await mayViewLink(ctx.reads, actor, link)))
    throw problem("link.not_found", `There is no link ${slug}`);
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
    stats: {
      invocations: clicks.map((click) => toInvocation(click, level)),
      startDate: iso(start),
      endDate: iso(end),
    },
  };
}

type Level = Awaited<ReturnType<typeof levelOf>>;

/** What the plan does not tell is as if it were not known: a program finds every field. */
function toInvocation(click: ClickRow, { isFull, hasBreakdowns }: Level): Invocation {
  const known = <Value>(value: Value, isTold = true) => (isTold ? value || null : null);
  return {
    date: iso(click.at),
    continent: known(click.continent, hasBreakdowns),
    country: known(click.country),
    region: known(click.region, isFull),
    city: known(click.city, isFull),
    referer: known(click.referrer),
    asn: {
      asn: known(click.asn, isFull),
      name: known(click.as_name, isFull),
      domain: known(click.as_domain, isFull),
      type: known(click.as_type, isFull),
    },
    browser: known(click.browser, hasBreakdowns),
    os: known(click.os, hasBreakdowns),
    deviceModel: known(click.device_model, isFull),
    deviceType: known(click.device, hasBreakdowns),
  };
}
