import type { Dimension } from "@visoli/contract/dimensions";
import { type ClickMetric, type Interval, METRICS, NUMBERS } from "@visoli/contract/stats";
import type { ClickRow } from "../packages/server/src/analytics/row.ts";
import { intervalStarts, localTime } from "./calendar.ts";
import { namedTime, type Span, timeBefore } from "./stats-times.ts";

/** What statistics are worked out from: visits, what their links have today, and who looks when. */
export type ReferenceWorld = {
  rows: ClickRow[];
  workspace: string;
  now: number;
  /** By the link's id. */
  tags: Map<string, string[]>;
  folders: Map<string, string>;
  /** Links that whoever asks does not see. */
  hidden: Set<string>;
  /** Host by the domain's id. */
  hosts: Map<string, string>;
};

type Query = Record<string, string>;
type Value = string | number;
type Found = Map<string, { values: Value[]; rows: ClickRow[] }>;

const iso = (at: number) => new Date(at).toISOString();

/** The answer to a query (as the query string has it), counted by hand: one visit after the other, and slowly. */
export function referenceStats(world: ReferenceWorld, query: Query): Record<string, unknown> {
  const zone = query.timezone ?? "UTC";
  const filtered = world.rows.filter((row) => isWanted(world, query, zone, row));
  const span = spanOf(world, query, zone, filtered);
  const before = query.compare ? timeBefore(query.compare, span, zone) : undefined;
  const course = (time: Span) => ({
    ...{ start: iso(time.start), end: iso(time.end) },
    totals: countsOf(query, within(filtered, time)),
    ...(query.interval && { series: seriesOf(query, zone, time, filtered) }),
  });
  return {
    ...course(span),
    timezone: zone,
    ...(query.groupBy && groupsOf(world, query, zone, filtered, span, before)),
    ...(query.lists && { lists: listsOf(world, query, zone, filtered, span) }),
    ...(before && { previous: course(before) }),
  };
}

function spanOf({ now }: ReferenceWorld, query: Query, zone: string, rows: ClickRow[]): Span {
  if (query.period === "all") {
    const times = rows.filter((row) => row.at >= 0 && row.at < now).map((row) => row.at);
    return { start: times.length > 0 ? Math.min(...times) : now - 1, end: now };
  }
  if (query.period) return namedTime(query.period, zone, now);
  const end = query.end ? Date.parse(query.end) : now;
  return { start: query.start ? Date.parse(query.start) : end - 30 * 86_400_000, end };
}

const within = (rows: ClickRow[], { start, end }: Span) =>
  rows.filter((row) => row.at >= start && row.at < end);

function isWanted(world: ReferenceWorld, query: Query, zone: string, row: ClickRow): boolean {
  if (row.workspace !== world.workspace || row.trigger === "orphan" || world.hidden.has(row.link))
    return false;
  const takesAll = query.include || query.class !== undefined || query.bot !== undefined;
  if (!takesAll && row.class !== "human") return false;
  return Object.entries(query).every(([name, text]) => {
    if (NOT_FILTERS.has(name)) return true;
    const parts = text.split(",");
    const kept = parts.filter((part) => !part.startsWith("!"));
    const left = parts.filter((part) => part.startsWith("!")).map((part) => part.slice(1));
    const values = valuesOf(world, zone, row, name as Dimension).map(String);
    return (
      (kept.length === 0 || values.some((value) => kept.includes(value))) &&
      !values.some((value) => left.includes(value))
    );
  });
}

const NOT_FILTERS = new Set(
  "start end period timezone compare metrics interval groupBy lists limit other orderBy order include".split(
    " ",
  ),
);

/** Tags may be several or none; everything else is one. */
function valuesOf(world: ReferenceWorld, zone: string, row: ClickRow, name: Dimension): Value[] {
  const clock = new Date(localTime(zone, row.at));
  const weekday = clock.getUTCDay() || 7;
  switch (name) {
    case "tag":
      return world.tags.get(row.link) ?? [];
    case "folder":
      return [world.folders.get(row.link) ?? ""];
    case "domain":
      return [world.hosts.get(row.domain) ?? row.domain];
    case "trigger":
      return [row.trigger === "" ? "link" : row.trigger];
    case "asn":
      return [row.asn === 0 ? "" : String(row.asn)];
    case "deviceModel":
      return [row.device_model];
    case "hour":
      return [clock.getUTCHours()];
    case "weekday":
      return [weekday];
    case "hourOfWeek":
      return [(weekday - 1) * 24 + clock.getUTCHours()];
    default:
      return [row[name]];
  }
}

function metricsOf(query: Query): ClickMetric[] {
  return (query.metrics?.split(",") as ClickMetric[] | undefined) ?? [...METRICS];
}

function count(rows: ClickRow[], metric: ClickMetric): number {
  const triggers: Record<ClickMetric, string[]> = {
    clicks: [""],
    scans: ["qr"],
    opens: ["open"],
    visitors: ["", "qr"],
  };
  const those = rows.filter((row) => triggers[metric].includes(row.trigger));
  return metric === "visitors"
    ? new Set(those.map((row) => row.visitor).filter((visitor) => visitor > 0)).size
    : those.length;
}

function countsOf(query: Query, rows: ClickRow[]): Record<string, number> {
  return Object.fromEntries(metricsOf(query).map((metric) => [metric, count(rows, metric)]));
}

function seriesOf(query: Query, zone: string, time: Span, rows: ClickRow[]) {
  const starts = intervalStarts(query.interval as Interval, zone, time.start, time.end);
  return starts.map((start, index) => {
    const next = starts[index + 1] ?? time.end;
    const inside = within(rows, { start: Math.max(start, time.start), end: next });
    return { start: iso(start), ...countsOf(query, inside) };
  });
}

function groupsOf(
  world: ReferenceWorld,
  query: Query,
  zone: string,
  rows: ClickRow[],
  span: Span,
  before: Span | undefined,
) {
  const names = (query.groupBy ?? "").split(",") as Dimension[];
  const found = collect(world, zone, within(rows, span), names);
  const earlier = before && collect(world, zone, within(rows, before), names);
  const sorted = [...found.values()].sort((a, b) => compareGroups(world, query, a, b));
  const limit = Number(query.limit ?? 100);
  const further = (now: ClickRow[], then: ClickRow[]) => ({
    ...countsOf(query, now),
    ...(earlier && { previous: countsOf(query, then) }),
    ...(query.interval && { series: seriesOf(query, zone, span, now) }),
  });
  const first = sorted.slice(0, limit);
  const keys = new Set(first.map(({ values }) => JSON.stringify(values)));
  const groups = first.map(({ values, rows: those }) => ({
    ...Object.fromEntries(names.map((name, index) => [name, values[index]])),
    ...further(those, earlier?.get(JSON.stringify(values))?.rows ?? []),
  }));
  if (query.other !== "true") return { groups };
  const rest = (all: Found | undefined) =>
    [...(all ?? [])].filter(([key]) => !keys.has(key)).flatMap(([, group]) => group.rows);
  const hasAny = groups.length > 0;
  const other = further(hasAny ? rest(found) : [], rest(earlier));
  return { groups, other: { ...other, groups: sorted.length - first.length } };
}

/** Each dimension's groups, as if it were asked for alone. */
function listsOf(world: ReferenceWorld, query: Query, zone: string, rows: ClickRow[], span: Span) {
  const { interval: _, other: __, ...plain } = query;
  return Object.fromEntries(
    (query.lists ?? "").split(",").map((name) => {
      const alone = { ...plain, groupBy: name };
      return [name, groupsOf(world, alone, zone, rows, span, undefined).groups];
    }),
  );
}

/** Every combination of values with its visits; one that is in several counts in each. */
function collect(world: ReferenceWorld, zone: string, rows: ClickRow[], names: Dimension[]): Found {
  const found: Found = new Map();
  for (const row of rows) {
    let combinations: Value[][] = [[]];
    for (const name of names)
      combinations = combinations.flatMap((one) =>
        valuesOf(world, zone, row, name).map((value) => [...one, value]),
      );
    for (const values of combinations) {
      const key = JSON.stringify(values);
      const group = found.get(key) ?? { values, rows: [] };
      group.rows.push(row);
      found.set(key, group);
    }
  }
  return found;
}

/** Most first, or least; then by value as it is kept, so domains by their ids. */
function compareGroups(
  world: ReferenceWorld,
  query: Query,
  a: { values: Value[]; rows: ClickRow[] },
  b: { values: Value[]; rows: ClickRow[] },
): number {
  const metrics = metricsOf(query);
  const followed = metrics.filter((metric) => metric === "clicks" || metric === "scans");
  const usual = followed.length > 0 ? followed : metrics.slice(0, 1);
  const by = query.orderBy ? [query.orderBy as ClickMetric] : usual;
  const weight = (rows: ClickRow[]) => by.reduce((sum, metric) => sum + count(rows, metric), 0);
  const difference = weight(a.rows) - weight(b.rows);
  if (difference !== 0) return query.order === "asc" ? difference : -difference;
  const names = (query.groupBy ?? "").split(",") as Dimension[];
  for (const [index, name] of names.entries()) {
    const idOf = new Map([...world.hosts].map(([id, host]) => [host, id]));
    const kept = (value: Value = "") => (name === "domain" ? (idOf.get(String(value)) ?? value) : value);
    const [x, y] = [kept(a.values[index]), kept(b.values[index])];
    const order = NUMBERS[name]
      ? Number(x) - Number(y)
      : Buffer.compare(Buffer.from(String(x)), Buffer.from(String(y)));
    if (order !== 0) return order;
  }
  return 0;
}
