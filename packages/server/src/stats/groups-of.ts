import type { Dimension } from "@visoli/contract/dimensions";
import type { Metric, StatsQuery } from "@visoli/contract/stats";
import { countsOf } from "../analytics/counts.ts";
import type { Key } from "../analytics/keys.ts";
import type { SeriesEntry } from "../analytics/questions/course.ts";
import { askGroupParts, type GroupParts } from "../analytics/questions/group-parts.ts";
import { askGroups, type Group, type Grouping, MOST_FOLLOWED } from "../analytics/questions/groups.ts";
import type { Selection } from "../analytics/where.ts";
import type { ClickCtx } from "../core/ctx.ts";
import { linksOfFolders } from "../db/folders.ts";
import { linksOfTags } from "../db/tags.ts";
import { iso } from "../lib/time.ts";
import type { Selected } from "./select.ts";
import { shownValue } from "./values.ts";

type Asked = Pick<StatsQuery, "interval" | "timezone" | "order" | "orderBy"> & {
  groupBy: Dimension[];
  metrics: readonly Metric[];
  limit: number;
  other: boolean;
};

/** Groups as they were found; the series have no empty intervals yet. */
export type FoundGroups = { now: GroupParts; before: GroupParts | undefined };

/** The groups that come first, and of each what else is asked for. */
export async function findGroups(
  ctx: ClickCtx,
  { now, before }: Selected,
  asked: Asked,
): Promise<FoundGroups> {
  const grouping: Grouping = {
    keys: await Promise.all(asked.groupBy.map((dimension) => keyOf(ctx, now, dimension))),
    metrics: asked.metrics,
    order: { by: orderOf(asked), direction: asked.order },
    limit: asked.limit,
  };
  const { interval, timezone, other: rest } = asked;
  const [current, previous] = await Promise.all([
    interval || rest
      ? askGroupParts(ctx.analytics, now, grouping, { interval, timezone, rest })
      : plainGroups(await askGroups(ctx.analytics, now, grouping)),
    before && askGroupParts(ctx.analytics, now, grouping, { during: before, timezone, rest }),
  ]);
  return { now: current, before: previous };
}

/** What groups of the dimension are made by. */
export async function keyOf(
  { db }: ClickCtx,
  { workspaceId }: Selection,
  dimension: Dimension,
): Promise<Key> {
  if (dimension === "tag") {
    const pairs = await linksOfTags(db, workspaceId);
    return { pairs: pairs.map(({ tag, link }) => ({ value: tag, link })), withNone: false };
  }
  if (dimension === "folder") {
    const pairs = await linksOfFolders(db, workspaceId);
    return { pairs: pairs.map(({ folder, link }) => ({ value: folder, link })), withNone: true };
  }
  return { dimension };
}

/** Clicks and scans together, as far as they are asked for; else what was named first. */
export function orderOf({ orderBy, metrics }: Pick<Asked, "orderBy" | "metrics">): readonly Metric[] {
  if (orderBy) return [orderBy];
  const followed = MOST_FOLLOWED.by.filter((metric) => metrics.includes(metric));
  return followed.length > 0 ? followed : metrics.slice(0, 1);
}

function plainGroups(groups: Group[]): GroupParts {
  return {
    groups: groups.map((group) => ({ ...group, series: [] })),
    rest: { counts: {}, series: [], groups: 0 },
  };
}

/** As the contract has them. @param starts the beginnings of all intervals, where a series is asked for */
export function presentGroups(
  { domains }: ClickCtx,
  { now, before }: FoundGroups,
  asked: Asked,
  starts: number[] | undefined,
) {
  const { metrics } = asked;
  const textOf = (values: unknown[]) => JSON.stringify(values);
  const earlier = new Map(before?.groups.map((group) => [textOf(group.values), group.counts]));
  const further = (series: SeriesEntry[], previous: Group["counts"] | undefined) => ({
    ...(before && { previous: countsOf(previous, metrics) }),
    ...(starts && { series: filled(series, starts, metrics) }),
  });
  const groups = now.groups.map(({ values, counts, series }) => ({
    ...Object.fromEntries(
      asked.groupBy.map((dimension, index) => [
        dimension,
        shownValue(domains, dimension, values[index] ?? ""),
      ]),
    ),
    ...counts,
    ...further(series, earlier.get(textOf(values))),
  }));
  const { rest } = now;
  if (!asked.other) return { groups };
  return {
    groups,
    other: { ...rest.counts, groups: rest.groups, ...further(rest.series, before?.rest.counts) },
  };
}

/** An entry for every interval, those without visits too. */
function filled(series: SeriesEntry[], starts: number[], metrics: readonly Metric[]) {
  const entries = new Map(series.map((entry) => [entry.start, entry]));
  return starts.map((start) => ({ start: iso(start), ...countsOf(entries.get(start), metrics) }));
}
