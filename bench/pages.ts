import { DATA_END, linkId } from "./click-data.ts";

const DAY_MS = 86_400_000;
const TOP_LISTS = ["country", "city", "referrer", "browser", "os", "device", "link", "utm_campaign"] as const;

export type Asked = Record<string, string | number>;
/** Questions that are asked together, as a page asks them. */
export type Page = { name: string; workspace: number; questions: Asked[] };

const since = (days: number) => ({
  start: new Date(DATA_END - days * DAY_MS).toISOString(),
  end: new Date(DATA_END).toISOString(),
});
const ALL_TIME = 360;

const dashboard = (name: string, workspace: number, days: number, filter: Asked = {}): Page => {
  const period = { ...since(days), ...filter };
  const lists: Asked = { ...period, lists: TOP_LISTS.join(","), limit: 10, metrics: "clicks,scans" };
  const interval = days > 90 ? "month" : "day";
  return { name, workspace, questions: [{ ...period, interval, timezone: "Europe/Berlin" }, lists] };
};

/** What reads most clicks of all that a page asks. */
export const HEAVIEST = dashboard("busiest workspace's dashboard, all time", 1, ALL_TIME);

/** What pages ask, of the n-th workspace and its links. */
export const PAGES: Page[] = [
  dashboard("busiest workspace's dashboard, 30 days", 1, 30),
  HEAVIEST,
  dashboard("hundredth workspace's dashboard, all time", 100, ALL_TIME),
  dashboard("busiest link's page, 30 days", 1, 30, { link: linkId(1, 1) }),
  dashboard("a middling link's page, all time", 10, ALL_TIME, { link: linkId(10, 10) }),
  { name: "totals, all time", workspace: 1, questions: [{ ...since(ALL_TIME), metrics: "clicks" }] },
  { name: "visitors, all time", workspace: 1, questions: [{ ...since(ALL_TIME), metrics: "visitors" }] },
  {
    name: "hours of 30 days",
    workspace: 1,
    questions: [{ ...since(30), interval: "hour", timezone: "Asia/Kolkata" }],
  },
  {
    name: "three dimensions, 30 days",
    workspace: 1,
    questions: [{ ...since(30), groupBy: "country,device,browser", limit: 100 }],
  },
  {
    name: "a filter that keeps 1 %",
    workspace: 1,
    questions: [{ ...since(ALL_TIME), referrer: "site100.example", groupBy: "country" }],
  },
];
