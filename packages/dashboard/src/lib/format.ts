import { useMemo } from "react";
import { type Language, useLanguage } from "./language.ts";

const DAY_MS = 86_400_000;
const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 365 * DAY_MS],
  ["month", 30 * DAY_MS],
  ["day", DAY_MS],
  ["hour", 3_600_000],
  ["minute", 60_000],
];

/** How the language writes numbers, times and names. Times are ISO 8601, shown in the browser's zone. */
export function formatter(language: Language) {
  const number = new Intl.NumberFormat(language);
  const compact = new Intl.NumberFormat(language, { notation: "compact", maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 });
  const date = new Intl.DateTimeFormat(language, { dateStyle: "medium" });
  const time = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
  const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  const regions = new Intl.DisplayNames(language, { type: "region", fallback: "code" });
  const languages = new Intl.DisplayNames(language, { type: "language", fallback: "code" });
  return {
    number: (value: number) => number.format(value),
    compact: (value: number) => compact.format(value),
    percent: (share: number) => percent.format(share),
    money: (value: number, currency: string) =>
      new Intl.NumberFormat(language, { style: "currency", currency }).format(value),
    date: (iso: string) => date.format(new Date(iso)),
    time: (iso: string) => time.format(new Date(iso)),
    /** "3 hours ago", "in 2 days" */
    relative: (iso: string, now = Date.now()) => {
      const distance = new Date(iso).getTime() - now;
      const [unit, size] = UNITS.find(([, ms]) => Math.abs(distance) >= ms) ?? ["second", 1_000];
      return relative.format(Math.trunc(distance / size), unit);
    },
    /** Of a code of ISO 3166, as "DE". */
    country: (code: string) => nameOf(regions, code),
    /** Of a tag of BCP 47, as "de-AT". */
    language: (tag: string) => nameOf(languages, tag),
  };
}

function nameOf(names: Intl.DisplayNames, code: string): string {
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}

export type Format = ReturnType<typeof formatter>;

export function useFormat(): Format {
  const language = useLanguage();
  return useMemo(() => formatter(language), [language]);
}
