import type { Dimension } from "@visoli/contract/dimensions";
import type { Format } from "../../lib/format.ts";
import type { Translate } from "../../lib/messages.ts";
import { WORDS } from "./words.ts";

type Word = keyof (typeof WORDS)["en"];
const EMPTY: Partial<Record<Dimension, Word>> = {
  ...{ referrer: "direct", folder: "noFolder", rule: "noRule", variant: "noVariant", bot: "people" },
  ...{ utm_source: "none", utm_medium: "none", utm_campaign: "none", utm_term: "none", utm_content: "none" },
};
/** 1 January 2024 was a Monday. */
const MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;

/** Monday (1) to Sunday (7) in words. */
export function weekdayOf(day: number, language: string, style: "long" | "short" = "long"): string {
  const format = new Intl.DateTimeFormat(language, { weekday: style, timeZone: "UTC" });
  return format.format(MONDAY + (day - 1) * DAY_MS);
}

/** What a value is called, as far as the value itself says it. */
export function plainName(
  dimension: Dimension,
  value: string,
  { t, format, language }: { t: Translate<Word>; format: Format; language: string },
): string {
  if (value === "") return t(EMPTY[dimension] ?? "unknown");
  const word = `${dimension}_${value}`;
  if (word in WORDS.en) return t(word as Word);
  const hourOf = (hour: number) => t("oclock", { hour, next: hour + 1 });
  switch (dimension) {
    case "country":
      return format.country(value);
    case "language":
      return format.language(value);
    case "asn":
      return `AS${value}`;
    case "weekday":
      return weekdayOf(Number(value), language);
    case "hour":
      return hourOf(Number(value));
    case "hourOfWeek":
      return `${weekdayOf(Math.floor(Number(value) / 24) + 1, language)}, ${hourOf(Number(value) % 24)}`;
    default:
      return value;
  }
}

/** Links by their slugs alone, as long as all are on one domain. */
export function shortNames(names: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const slashes = [...names].map(([id, name]) => [id, name, name.indexOf("/")] as const);
  const hosts = new Set(slashes.map(([, name, slash]) => name.slice(0, slash)));
  return hosts.size > 1 ? names : new Map(slashes.map(([id, name, slash]) => [id, name.slice(slash)]));
}
