import type { StatsQuery } from "@visoli/contract/stats";
import { isOfConversions } from "../analytics/conversion-source.ts";
import { askFirstVisit } from "../analytics/questions/first-visit.ts";
import { COLUMNS, type ColumnDimension, type Period, type Selection } from "../analytics/where.ts";
import type { Actor } from "../core/actor.ts";
import type { ClickCtx } from "../core/ctx.ts";
import { invalid } from "../core/errors.ts";
import { periodBefore } from "./compare.ts";
import { linksOf } from "./links-of.ts";
import { readNamedPeriod } from "./period.ts";
import { storedFilter } from "./values.ts";

/** Which visits a query is about, and which it compares them with. */
export type Selected = { now: Selection; before: Selection | undefined };

/** `among`: only of these links it has to be right. @throws link.not_found, folder.not_found, request.invalid */
export async function select(
  ctx: ClickCtx,
  actor: Actor,
  query: StatsQuery,
  among?: string[],
): Promise<Selected> {
  const { include, link, tag, folder, timezone, currency } = query;
  const period = readNamedPeriod(query, ctx.now());
  const previous = compared(query, period);
  const links = await linksOf(ctx, actor, { link, tag, folder }, among);
  const filters = filtersOf(ctx, query);
  // Who asks for a class or a bot by name wants to see it.
  const includeBots = include === "bots" || filters.class !== undefined || filters.bot !== undefined;
  const now = { workspaceId: actor.workspaceId, ...period, includeBots, filters, links, timezone, currency };
  if (query.period === "all") return { now: await sinceFirst(ctx, now, query.metrics), before: undefined };
  return { now, before: previous && { ...now, ...previous } };
}

/** The filters that a visit answers by itself; links are found by their references first. */
function filtersOf({ domains }: ClickCtx, query: StatsQuery): Selection["filters"] {
  const filters: Selection["filters"] = {};
  for (const dimension of Object.keys(COLUMNS) as ColumnDimension[]) {
    const filter = query[dimension];
    if (dimension !== "link" && filter) filters[dimension] = storedFilter(domains, dimension, filter);
  }
  return filters;
}

function compared({ compare, period: name, timezone }: StatsQuery, period: Period): Period | undefined {
  if (!compare) return undefined;
  if (name === "all") {
    const message = "There is nothing before all; choose another period";
    throw invalid({ path: "compare", code: "contradiction", message });
  }
  const previous = periodBefore(compare, period, timezone);
  if (previous.start < 0) {
    const message = "The time to compare with would begin before 1970";
    throw invalid({ path: "compare", code: "too_small", message });
  }
  return previous;
}

/** From the first visit on that is counted, so that its series does not begin with decades of nothing. */
async function sinceFirst(
  ctx: ClickCtx,
  selection: Selection,
  metrics: StatsQuery["metrics"],
): Promise<Selection> {
  const first = await askFirstVisit(ctx.analytics, selection, metrics?.filter(isOfConversions));
  return { ...selection, start: first ?? selection.end - 1 };
}
