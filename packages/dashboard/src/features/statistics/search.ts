import type { Dimension } from "@visoli/contract/dimensions";
import type { Comparison, Interval, Metric } from "@visoli/contract/stats";
import { oneOf, textOf } from "../../lib/search.ts";
import { type Filters, readFilters } from "./filter.ts";
import { isZone } from "./zone.ts";

export const PERIODS = [
  ...(["today", "yesterday", "7d", "30d", "90d"] as const),
  ...(["month", "lastMonth", "year", "12mo", "all"] as const),
] as const;
export type Period = (typeof PERIODS)[number];
export const COMPARISONS = ["previous", "year", "none"] as const satisfies readonly (Comparison | "none")[];
export const INTERVALS = [
  "hour",
  "day",
  "week",
  "month",
  "quarter",
  "year",
] as const satisfies readonly Interval[];
export type ChartInterval = (typeof INTERVALS)[number];
/** What the cards show, and the chart draws one of. */
export const CARDS = [
  "clicks",
  "visitors",
  "scans",
  "conversions",
  "value",
] as const satisfies readonly Metric[];
export type CardMetric = (typeof CARDS)[number];

/** The lists in each card, the first one in front. */
export const TABS = {
  links: ["link", "tag", "domain", "folder", "slug"],
  sources: ["referrer", "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content"],
  places: ["country", "region", "city"],
  devices: ["browser", "os", "device", "deviceModel", "language", "asn"],
  parts: ["trigger", "rule", "variant", "class", "bot"],
} as const satisfies Record<string, readonly Dimension[]>;
export type TabsName = keyof typeof TABS;
export const LINK_TABS = ["statistics", "qr", "history", "public", "settings"] as const;
export type LinkTab = (typeof LINK_TABS)[number];

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What the address of statistics says, so that a view can be shared. */
export type StatisticsSearch = Filters & {
  period?: Period;
  /** Days of the zone, `2027-01-31`; both are in. Together they stand for a period. */
  from?: string;
  to?: string;
  compare?: (typeof COMPARISONS)[number];
  interval?: ChartInterval;
  /** IANA name; the browser's own when left out. */
  zone?: string;
  metric?: CardMetric;
  currency?: string;
  bots?: true;
  view?: "live";
  /** Which list is in front of its card. */
  links?: Dimension;
  sources?: Dimension;
  places?: Dimension;
  devices?: Dimension;
  parts?: Dimension;
  /** Which list is open in full. */
  list?: Dimension;
  /** Of a link's page. */
  tab?: LinkTab;
};

/** What is to be different in the address; undefined takes it out. */
export type Changes = { [Name in keyof StatisticsSearch]?: StatisticsSearch[Name] | undefined };

export function readStatisticsSearch(search: Record<string, unknown>): StatisticsSearch {
  const [from, to] = [dayOf(search.from), dayOf(search.to)];
  const isSpan = from !== undefined && to !== undefined && from <= to;
  const currency = textOf(search.currency);
  return without({
    ...readFilters(search),
    ...(isSpan ? { from, to } : { period: oneOf(search.period, PERIODS) }),
    compare: oneOf(search.compare, COMPARISONS),
    interval: oneOf(search.interval, INTERVALS),
    zone: zoneOf(search.zone),
    metric: oneOf(search.metric, CARDS),
    currency: currency && /^[A-Z]{3}$/.test(currency) ? currency : undefined,
    bots: search.bots === true ? true : undefined,
    view: oneOf(search.view, ["live"]),
    ...tabsOf(search),
    list: oneOf(search.list, Object.values(TABS).flat()),
    tab: oneOf(search.tab, LINK_TABS),
  });
}

function tabsOf(search: Record<string, unknown>): Changes {
  const names = Object.keys(TABS) as TabsName[];
  return Object.fromEntries(names.map((name) => [name, oneOf<Dimension>(search[name], TABS[name])]));
}

/** The address with those changes. */
export function changed(search: StatisticsSearch, changes: Changes): StatisticsSearch {
  return without({ ...search, ...changes });
}

function without(search: Changes): StatisticsSearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined));
}

function zoneOf(value: unknown): string | undefined {
  const zone = textOf(value);
  return zone && /^[A-Za-z]/.test(zone) && isZone(zone) ? zone : undefined;
}

function dayOf(value: unknown): string | undefined {
  const day = textOf(value);
  return day && DAY.test(day) && !Number.isNaN(Date.parse(day)) ? day : undefined;
}
