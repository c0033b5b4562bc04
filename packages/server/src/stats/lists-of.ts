import type { Dimension } from "@visoli/contract/dimensions";
import { DEFAULT_GROUPS, type Metric, type SomeCounts, type StatsQuery } from "@visoli/contract/stats";
import { askGroups, type Group } from "../analytics/questions/groups.ts";
import { askLists } from "../analytics/questions/lists.ts";
import { COLUMNS, type ColumnDimension, type Selection } from "../analytics/where.ts";
import type { ClickCtx } from "../core/ctx.ts";
import { keyOf, orderOf } from "./groups-of.ts";
import { shownValue } from "./values.ts";

type Asked = Pick<StatsQuery, "order" | "orderBy" | "limit"> & {
  lists: Dimension[];
  metrics: readonly Metric[];
};

export type FoundList = { dimension: Dimension; groups: Group[] };

/** Lists, with the counts of all where these came along. */
export type FoundLists = { lists: FoundList[]; totals: SomeCounts | undefined };

/** A list for each dimension, in the order they were asked for: those of what a click carries itself all at once. */
export async function findLists(ctx: ClickCtx, selection: Selection, asked: Asked): Promise<FoundLists> {
  const { lists, metrics, limit = DEFAULT_GROUPS } = asked;
  const common = { metrics, limit, order: { by: orderOf(asked), direction: asked.order } };
  const dimensions = lists.filter(isOfClick);
  const [together, single] = await Promise.all([
    askLists(ctx.analytics, selection, dimensions, common),
    Promise.all(
      lists
        .filter((dimension) => !isOfClick(dimension))
        .map(async (dimension) => {
          const keys = [await keyOf(ctx, selection, dimension)];
          return { dimension, groups: await askGroups(ctx.analytics, selection, { ...common, keys }) };
        }),
    ),
  ]);
  const found = new Map<Dimension, Group[]>([
    ...dimensions.map((dimension, index) => [dimension, together.lists[index] ?? []] as const),
    ...single.map(({ dimension, groups }) => [dimension, groups] as const),
  ]);
  return {
    lists: lists.map((dimension) => ({ dimension, groups: found.get(dimension) ?? [] })),
    totals: together.totals,
  };
}

function isOfClick(dimension: Dimension): dimension is ColumnDimension {
  return dimension in COLUMNS;
}

/** As the contract has them. */
export function presentLists({ domains }: Pick<ClickCtx, "domains">, found: FoundList[]) {
  return Object.fromEntries(
    found.map(({ dimension, groups }) => [
      dimension,
      groups.map(({ values, counts }) => ({
        [dimension]: shownValue(domains, dimension, values[0] ?? ""),
        ...counts,
      })),
    ]),
  );
}
