import { type Interval, METRICS, type SomeCounts } from "@visoli/contract/stats";
import type { Source } from "../asked.ts";
import type { Analytics } from "../client.ts";
import { countColumns, countsOf } from "../counts.ts";
import { cutOf } from "../cut.ts";
import { keysOf, type Value } from "../keys.ts";
import { sourceOf } from "../source.ts";
import type { Period, Selection } from "../where.ts";
import type { SeriesEntry } from "./course.ts";
import { type Group, type Grouping, havingOf, isEmpty, MOST_FOLLOWED, ranking } from "./groups.ts";

/** A group, with those of its intervals that have visits, in order. */
export type GroupPart = Group & { series: SeriesEntry[] };

/** All groups past the limit as one, and how many these are. */
export type Rest = Omit<GroupPart, "values"> & { groups: number };

export type GroupParts = { groups: GroupPart[]; rest: Rest };

/** What is asked of the first groups: their counts in another period than the one that ranks them, by interval, and the rest's. */
export type Parts = {
  during?: Period | undefined;
  interval?: Interval | undefined;
  timezone: string;
  rest: boolean;
};

type Row = SomeCounts & { place: number; total: number; isWhole: number; second: number } & Record<
    string,
    unknown
  >;

/**
 * The groups that come first in the selection, as `askGroups` ranks them, with more about each. A visitor of several groups counts
 * once in the rest. Where another period is asked for, groups that have no visits then are left out.
 */
export async function askGroupParts(
  analytics: Analytics,
  selection: Selection,
  grouping: Grouping,
  parts: Parts,
): Promise<GroupParts> {
  const metrics = grouping.metrics ?? METRICS;
  if (isEmpty(grouping.keys)) return { groups: [], rest: restOf([], [], grouping) };
  const during = parts.during ?? selection;
  const zoned = { ...selection, timezone: parts.timezone };
  const order = grouping.order ?? MOST_FOLLOWED;
  const asked = {
    metrics: [...metrics, ...order.by],
    keys: grouping.keys,
    interval: parts.interval,
    isOfGroups: parts.rest,
  };
  const ranked = await sourceOf(analytics, zoned, asked);
  const counted = await sourceOf(analytics, zoned, asked, { during, names: ["from", "until"] });
  const keys = keysOf(grouping.keys);
  const cut = parts.interval && cutOf(parts.interval, parts.timezone, during);
  const rows = await analytics.query<Row>(
    `with first as (${firstGroups(ranked, order, keys.names, keys.visits(ranked))})
     select place, any(first.total) as total, ${keys.names.replaceAll(/k\d/g, "any(counted.$&) as $&")},
       ${cut ? `grouping(begin) as isWhole, ${cut.second} as second` : "1 as isWhole, 0 as second"},
       ${countColumns(counted, metrics)}
     from ${keys.visits(counted, cut && [`${cut.begin("at")} as begin`])} as counted
     ${parts.rest ? "any left" : "inner"} join first using (${keys.names})
     group by ${cut ? "grouping sets ((place), (place, begin))" : "place"} ${havingOf(counted)}
     order by place, second
     settings join_use_nulls = 0`,
    { ...ranked.where.parameters, ...counted.where.parameters, limit: grouping.limit },
  );
  return partsOf(rows, grouping, keys.valuesOf);
}

/** The first groups by place, from 1 on, each with the number of all groups. */
function firstGroups(
  source: Source,
  order: NonNullable<Grouping["order"]>,
  names: string,
  visits: string,
): string {
  return `select ${names}, row_number() over (order by ${ranking(order, names)}) as place, count() over () as total
    from (select ${names}, ${countColumns(source, order.by)} from ${visits} group by ${names} ${havingOf(source)})
    order by place limit {limit:UInt32}`;
}

/** What belongs to no place is the rest's. */
function partsOf(rows: Row[], grouping: Grouping, valuesOf: (row: Row) => Value[]): GroupParts {
  const metrics = grouping.metrics ?? METRICS;
  const whole = rows.filter((row) => row.isWhole === 1);
  const seriesAt = Map.groupBy(
    rows.filter((row) => row.isWhole === 0),
    (row) => row.place,
  );
  const seriesOf = (place: number) =>
    (seriesAt.get(place) ?? []).map((row) => ({ start: row.second * 1_000, ...countsOf(row, metrics) }));
  const groups = whole
    .filter(({ place }) => place > 0)
    .map((row) => ({
      values: valuesOf(row),
      counts: countsOf(row, metrics),
      series: seriesOf(row.place),
    }));
  return { groups, rest: restOf(whole, seriesOf(0), grouping) };
}

function restOf(whole: Row[], series: SeriesEntry[], { metrics = METRICS, limit }: Grouping): Rest {
  const counts = countsOf(
    whole.find(({ place }) => place === 0),
    metrics,
  );
  const total = Math.max(0, ...whole.map((row) => row.total));
  return { counts, series, groups: Math.max(0, total - limit) };
}
