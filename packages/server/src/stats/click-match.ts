import type { Click } from "@visoli/contract/click";
import type { Filter } from "@visoli/contract/filter";
import type { RecentClick } from "../analytics/questions/click-recent.ts";
import type { ColumnDimension, Selection } from "../analytics/where.ts";
import { localTime } from "../lib/zone.ts";

type Wanted = Pick<Selection, "includeBots" | "filters" | "links" | "timezone">;

/** Whether the selection has the click: what `whereOf` asks of the click store, asked of one click here. */
export function clickMatcher(wanted: Wanted): (recent: RecentClick) => boolean {
  const { includeBots, filters, links, timezone = "UTC" } = wanted;
  const only = links?.only && new Set(links.only);
  const not = new Set(links?.not);
  const checks = Object.entries(filters) as [ColumnDimension, Filter | undefined][];
  return (recent) => {
    const { click } = recent;
    if (!includeBots && click.class !== "human") return false;
    if (not.has(click.link) || (only && !only.has(click.link))) return false;
    return checks.every(
      ([dimension, filter]) => !filter || passes(filter, textOf(recent, dimension, timezone)),
    );
  };
}

function passes({ include, exclude }: Filter, value: string): boolean {
  return (include.length === 0 || include.includes(value)) && !exclude.includes(value);
}

/** The dimension as the click store has it: text, empty where it is not known. */
function textOf({ domainId, click }: RecentClick, dimension: ColumnDimension, zone: string): string {
  switch (dimension) {
    case "domain":
      return domainId;
    case "utm_source":
    case "utm_medium":
    case "utm_campaign":
    case "utm_term":
    case "utm_content":
      return click.utm[dimension.slice(4) as keyof Click["utm"]] ?? "";
    case "hour":
    case "weekday":
    case "hourOfWeek":
      return String(hoursOf(Date.parse(click.at), zone)[dimension]);
    default:
      return String(click[dimension] ?? "");
  }
}

/** Monday is the first day, 1. */
function hoursOf(at: number, zone: string) {
  const local = new Date(localTime(zone, at));
  const hour = local.getUTCHours();
  const weekday = local.getUTCDay() || 7;
  return { hour, weekday, hourOfWeek: (weekday - 1) * 24 + hour };
}
