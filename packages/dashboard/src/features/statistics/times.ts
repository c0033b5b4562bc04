import type { ChartInterval } from "./search.ts";

/** How the beginnings of intervals are written: short beside an axis, in full elsewhere. */
export function timeFormats(interval: ChartInterval, zone: string, language: string) {
  const format = (options: Intl.DateTimeFormatOptions) => {
    const made = new Intl.DateTimeFormat(language, { timeZone: zone, ...options });
    return (instant: string | number) => made.format(new Date(instant));
  };
  const day = format({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
  switch (interval) {
    case "hour":
      return {
        short: format({ hour: "numeric", minute: "2-digit" }),
        full: format({
          weekday: "short",
          day: "numeric",
          month: "short",
          hour: "numeric",
          minute: "2-digit",
        }),
      };
    case "month":
    case "quarter":
      return {
        short: format({ month: "short", year: "2-digit" }),
        full: format({ month: "long", year: "numeric" }),
      };
    case "year":
      return { short: format({ year: "numeric" }), full: format({ year: "numeric" }) };
    default:
      return { short: format({ day: "numeric", month: "short" }), full: day };
  }
}

/** A stretch of time in words, its end not in it. */
export function spanText(start: string, end: string, zone: string, language: string): string {
  const [from, to] = [Date.parse(start), Date.parse(end)];
  const isLong = to - from > 40 * 3_600_000;
  const format = new Intl.DateTimeFormat(language, {
    ...{ timeZone: zone, day: "numeric", month: "short", year: "numeric" },
    ...(!isLong && { hour: "numeric", minute: "2-digit" }),
  });
  return format.formatRange(from, isLong ? to - 1 : to);
}
