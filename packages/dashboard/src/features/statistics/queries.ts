import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Dimension } from "@visoli/contract/dimensions";
import type { Stats } from "@visoli/contract/stats";
import { visoli } from "../../lib/api.ts";
import { loadList } from "./batch.ts";
import { intervalsOf, type Span, samePartBefore } from "./period.ts";
import { filtersOf, type Question } from "./question.ts";
import type { CardMetric, ChartInterval } from "./search.ts";

const VISITS = ["clicks", "visitors", "scans"] as const;
const FRUITS = ["conversions", "leads", "sales"] as const;
/** Past that a chart by day is a thicket. */
const MOST_DAYS = 100;
const KEPT_MS = 5 * 60_000;

export type Shape = {
  span: Span;
  compare: "previous" | "year" | undefined;
  /** undefined: as the answer's own length has it. */
  interval: ChartInterval | undefined;
};
export type Headline = { stats: Stats; interval: ChartInterval };

export const usageQuery = queryOptions({
  queryKey: ["usage"],
  queryFn: ({ signal }) => visoli.usage.get({ signal }),
});

/** Totals and the chart's series, with those of the time that it is compared with. */
export function headlineQuery(question: Question, shape: Shape) {
  const { compare, interval } = shape;
  return queryOptions({
    queryKey: ["stats", "headline", question, compare, interval],
    queryFn: ({ signal }) => askSeries(question, shape, { metrics: VISITS }, signal),
    placeholderData: keepPreviousData,
  });
}

/** What came of the clicks; `currency` is that of values. */
export function fruitsQuery(question: Question, shape: Shape, currency: string | undefined) {
  const { compare, interval } = shape;
  const what = currency ? { metrics: [...FRUITS, "value" as const], currency } : { metrics: FRUITS };
  return queryOptions({
    queryKey: ["stats", "fruits", question, compare, interval, currency],
    queryFn: ({ signal }) => askSeries(question, shape, what, signal),
    placeholderData: keepPreviousData,
  });
}

type What = { metrics: readonly (CardMetric | "leads" | "sales")[]; currency?: string };

async function askSeries(
  question: Question,
  { span, compare, interval }: Shape,
  what: What,
  signal: AbortSignal,
): Promise<Headline> {
  const before = compare === "previous" ? samePartBefore(span) : undefined;
  const ask = async (by: ChartInterval): Promise<Headline> => {
    const common = { ...question, ...what, interval: by };
    const [stats, previous] = await Promise.all([
      visoli.stats.get({ ...common, ...(compare && !before && { compare }) }, { signal }),
      before && visoli.stats.get({ ...common, period: undefined, ...before }, { signal }),
    ]);
    return { stats: previous ? { ...stats, previous } : stats, interval: by };
  };
  if (interval) return ask(interval);
  const daily = await ask("day");
  const days = daily.stats.series?.length ?? 0;
  return days <= MOST_DAYS ? daily : ask(intervalsOf(days)[0]);
}

/** A list by what the cards' chosen metric says. */
export function listQuery(question: Question, dimension: Dimension, order: ListOrder) {
  return queryOptions({
    queryKey: ["stats", "list", dimension, question, order],
    queryFn: ({ signal }) => loadList({ ...question, ...order }, dimension, signal),
    placeholderData: keepPreviousData,
  });
}

export type ListMetric = CardMetric | "opens";
export type ListOrder = { metrics: ListMetric[]; orderBy: CardMetric; currency?: string; limit: number };

/** How a list is asked for: by the chosen metric, with what is counted beside. Clicks, scans and opens cost nothing more together. */
export function orderOf(
  metric: CardMetric,
  limit: number,
  currency?: string,
  more: ListMetric[] = [],
): ListOrder {
  const together: ListMetric[] =
    metric === "clicks" || metric === "scans" ? ["clicks", "scans", "opens"] : [metric];
  const isMoney = metric === "value";
  if (isMoney && !currency) return orderOf("clicks", limit);
  return {
    metrics: [...new Set([...together, ...more])],
    ...{ orderBy: metric, limit },
    ...(isMoney && currency && { currency }),
  };
}

/** What links are called: their addresses by id. The most followed of a link's addresses stands for it. */
export function linkNamesQuery(question: Question, order: ListOrder) {
  return queryOptions({
    queryKey: ["stats", "link-names", question, order],
    queryFn: async ({ signal }) => {
      const { groups = [] } = await visoli.stats.get(
        { ...question, ...order, groupBy: ["link", "domain", "slug"] },
        { signal },
      );
      const names = new Map<string, string>();
      for (const { link = "", domain = "", slug = "" } of groups)
        if (!names.has(`${link}`)) names.set(`${link}`, `${domain}/${slug}`);
      return names;
    },
    placeholderData: keepPreviousData,
    staleTime: KEPT_MS,
  });
}

/** What a single link is called. */
export function linkNameQuery(id: string) {
  return queryOptions({
    queryKey: ["links", "name", id],
    queryFn: async ({ signal }) => {
      const { domain, slug } = await visoli.links.get(id, { signal });
      return `${domain}/${slug}`;
    },
    staleTime: KEPT_MS,
  });
}

/** Names of the networks that come most, as far as single clicks tell. */
export function networkNamesQuery(question: Question) {
  return queryOptions({
    queryKey: ["stats", "network-names", question],
    queryFn: async ({ signal }) => {
      const { data } = await visoli.clicks.list({ ...question, limit: 1_000 }, { signal });
      return new Map(data.flatMap(({ asn, asName }) => (asn && asName ? [[String(asn), asName]] : [])));
    },
    staleTime: KEPT_MS,
  });
}

/** In which currencies anything was ever booked, the most sales first; and whether there is any conversion. */
export const currenciesQuery = queryOptions({
  queryKey: ["conversions", "currencies"],
  queryFn: async ({ signal }) => {
    const { data, pending } = await visoli.conversions.totals({ start: "2000-01-01T00:00:00Z" }, { signal });
    const rows = data.toSorted((one, other) => other.sales - one.sales);
    return {
      hasAny: rows.length > 0 || pending > 0,
      currencies: rows.flatMap(({ currency }) => (currency === null ? [] : [currency])),
    };
  },
  staleTime: KEPT_MS,
});

export function orphansQuery(question: Question) {
  const { start, end } = question;
  const { timezone: _, ...filters } = filtersOf(question);
  const { domain } = filters;
  return queryOptions({
    queryKey: ["stats", "orphans", start, end, domain],
    queryFn: ({ signal }) => visoli.stats.orphans({ start, end, domain, limit: 50 }, { signal }),
    placeholderData: keepPreviousData,
  });
}
