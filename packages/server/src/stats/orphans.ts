import type { Orphans, OrphansQuery } from "@visoli/contract/orphans";
import { askOrphans, type OrphanPath } from "../analytics/questions/orphans.ts";
import type { Actor } from "../core/actor.ts";
import type { ClickCtx } from "../core/ctx.ts";
import { guard, guardAllLinks } from "../core/guard.ts";
import { requirePeriod } from "../core/statistics-gate.ts";
import { firstWorkspace } from "../db/workspaces.ts";
import { iso } from "../lib/time.ts";
import { readPeriod } from "./period.ts";
import { hostOf, storedFilter } from "./values.ts";

/** What has no owner: the service's own domain, and hosts that nobody has. */
const NOBODY = "";

/** Visits to addresses of the actor's domains where no link is, bots included. @throws plan.feature_required, request.invalid */
export async function readOrphans(ctx: ClickCtx, actor: Actor, query: OrphansQuery): Promise<Orphans> {
  guard(actor, "stats:read");
  guardAllLinks(actor);
  const period = readPeriod(query, ctx.now());
  await requirePeriod(ctx, actor, period.start);
  const workspaceIds = [actor.workspaceId];
  if (await runsTheService(ctx, actor)) workspaceIds.push(NOBODY);
  const wanted = query.domain ?? { include: [], exclude: [] };
  const domains = storedFilter(ctx.domains, "domain", wanted);
  const { total, paths } = await askOrphans(ctx.analytics, { ...period, workspaceIds, domains }, query.limit);
  return {
    start: iso(period.start),
    end: iso(period.end),
    total,
    paths: paths.map((one) => present(ctx, one)),
  };
}

/** Whoever operates the service, or has the workspace that its first start made. */
async function runsTheService({ db }: ClickCtx, actor: Actor): Promise<boolean> {
  return actor.kind === "operator" || (await firstWorkspace(db))?.id === actor.workspaceId;
}

function present({ domains }: ClickCtx, { domain, path, lastAt, ...counts }: OrphanPath) {
  return {
    host: hostOf(domains, domain),
    path: path.startsWith("/") ? path : `/${path}`,
    ...counts,
    lastAt: iso(lastAt),
  };
}
