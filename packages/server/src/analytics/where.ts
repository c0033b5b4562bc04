import type { Dimension } from "@visoli/contract/dimensions";
import type { Filter } from "@visoli/contract/filter";
import { NUMBERS } from "@visoli/contract/stats";
import type { Parameters } from "./client.ts";

// `identity` keeps the index away: ClickHouse 26.7 takes the day of the week for one that only grows within a part of the table,
// by the days of another zone, and leaves out parts that have what is looked for.
const LOCAL = "toTimeZone(identity(at), {zone:String})";

/**
 * Each dimension that a click carries itself, as text where empty is "unknown", or as a number; links' tags and folders are not
 * among them. What depends on the time zone takes it as the parameter `zone`.
 */
export const COLUMNS = {
  link: "link",
  slug: "slug",
  domain: "domain",
  trigger: "if(trigger = '', 'link', trigger)",
  rule: "rule",
  variant: "variant",
  continent: "continent",
  country: "country",
  region: "region",
  city: "city",
  asn: "if(asn = 0, '', toString(asn))",
  referrer: "referrer",
  browser: "browser",
  os: "os",
  device: "device",
  deviceModel: "device_model",
  language: "language",
  class: "class",
  bot: "bot",
  utm_source: "utm_source",
  utm_medium: "utm_medium",
  utm_campaign: "utm_campaign",
  utm_term: "utm_term",
  utm_content: "utm_content",
  hour: `toHour(${LOCAL})`,
  weekday: `toDayOfWeek(${LOCAL})`,
  hourOfWeek: `toUInt8((toDayOfWeek(${LOCAL}) - 1) * 24 + toHour(${LOCAL}))`,
} as const satisfies Partial<Record<Dimension, string>>;

export type ColumnDimension = keyof typeof COLUMNS;

/** From `start` up to `end`, in milliseconds since 1970. */
export type Period = { start: number; end: number };

/** Which visits to links a question is about: one workspace's, in a time. Those to addresses without a link never are. */
export type Selection = Period & {
  workspaceId: string;
  /** Count bots, previews and prefetches too. */
  includeBots: boolean;
  filters: Partial<Record<ColumnDimension, Filter>>;
  /** Only clicks on these links, or on none of those. */
  links?: { only?: string[] | undefined; not?: string[] | undefined };
  /** What hours and weekdays are told by; UTC unless said. */
  timezone?: string;
  /** What values of conversions are added up in. */
  currency?: string | undefined;
};

/** An instant that is given as a parameter, in milliseconds. */
export const instant = (name: string) => `fromUnixTimestamp64Milli({${name}:Int64}, 'UTC')`;

/** The condition for a period, which is given as the parameters of the same names. */
export const WITHIN = within("start", "end");

function within(start: string, end: string): string {
  return `at >= ${instant(start)} and at < ${instant(end)}`;
}

export type Where = { sql: string; parameters: Parameters };

/** The condition that selects the visits, values as parameters, those of the period by the names given. */
export function whereOf(selection: Selection, [start, end] = ["start", "end"] as [string, string]): Where {
  const conditions = ["workspace = {workspace:String}", "trigger != 'orphan'", within(start, end)];
  const parameters: Parameters = {
    workspace: selection.workspaceId,
    zone: selection.timezone ?? "UTC",
    ...(selection.currency !== undefined && { currency: selection.currency }),
    [start]: selection.start,
    [end]: selection.end,
  };
  if (!selection.includeBots) conditions.push("class = 'human'");
  for (const [dimension, filter] of Object.entries(selection.filters) as [
    ColumnDimension,
    Filter | undefined,
  ][]) {
    const column = NUMBERS[dimension] ? `toString(${COLUMNS[dimension]})` : COLUMNS[dimension];
    if (!filter) continue;
    const keep = (kind: keyof Filter, operator: string) => {
      if (filter[kind].length === 0) return;
      conditions.push(`${column} ${operator} {${dimension}_${kind}:Array(String)}`);
      parameters[`${dimension}_${kind}`] = filter[kind];
    };
    keep("include", "in");
    keep("exclude", "not in");
  }
  if (selection.links?.only) conditions.push(`link in ${linkSet(selection.links.only)}`);
  if (selection.links?.not) conditions.push(`link not in ${linkSet(selection.links.not)}`);
  return { sql: conditions.join(" and "), parameters };
}

/** More than these are read more quickly as one text: of 100,000 a list takes twice as long. */
const FEW = 1_000;

/** Ids as what stands behind `in`. */
function linkSet(ids: string[]): string {
  if (ids.length <= FEW) return linkList(ids);
  const text = ids.join(",");
  if (/[^\w,]/.test(text)) throw new Error("not a link id");
  return `(select arrayJoin(splitByChar(',', '${text}')))`;
}

/** Ids as a literal: parameters travel in the address, which is too short for thousands. */
export function linkList(ids: string[]): string {
  for (const id of ids) if (!/^\w+$/.test(id)) throw new Error("not a link id");
  return `[${ids.map((id) => `'${id}'`).join(",")}]`;
}
