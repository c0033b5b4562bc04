import type { Dimension } from "@visoli/contract/dimensions";
import type { Stats } from "@visoli/contract/stats";
import { csvLine } from "../../lib/csv.ts";
import type { Entry } from "./batch.ts";
import { localTime } from "./zone.ts";

/** Spreadsheets take a file without it for another encoding. */
const BOM = "\uFEFF";
const VISITS = ["clicks", "visitors", "scans"] as const;
const FRUITS = ["conversions", "leads", "sales", "value"] as const;

/** The chart's series, an interval a line; what came of clicks behind what was counted of them. */
export function seriesCsv(stats: Stats, fruits: Stats | undefined, currency: string | undefined): string {
  const ripe = fruits ? FRUITS.filter((name) => name !== "value" || currency) : [];
  const previous = stats.previous?.series;
  const head = [
    ...["start", ...VISITS],
    ...ripe.map((name) => (name === "value" ? `value_${currency}` : name)),
    ...(previous ? ["previous_start", ...VISITS.map((name) => `previous_${name}`)] : []),
  ];
  const lines = (stats.series ?? []).map((entry, index) => {
    const before = previous?.[index];
    const fruit = fruits?.series?.[index];
    return csvLine([
      localText(entry.start, stats.timezone),
      ...VISITS.map((name) => written(entry[name])),
      ...ripe.map((name) => written(fruit?.[name])),
      ...(previous
        ? [
            before ? localText(before.start, stats.timezone) : "",
            ...VISITS.map((name) => written(before?.[name])),
          ]
        : []),
    ]);
  });
  return BOM + csvLine(head) + lines.join("");
}

export type NamedList = { dimension: Dimension; entries: readonly Entry[]; nameOf(value: string): string };

/** Lists one after the other, an entry a line: its value as the API knows it, and what people call it. */
export function listsCsv(lists: readonly NamedList[]): string {
  const lines = lists.flatMap(({ dimension, entries, nameOf }) =>
    entries.map((entry) =>
      csvLine([dimension, entry.name, nameOf(entry.name), ...VISITS.map((name) => written(entry[name]))]),
    ),
  );
  return BOM + csvLine(["list", "value", "name", ...VISITS]) + lines.join("");
}

const written = (count: number | string | undefined) => String(count ?? "");
/** As spreadsheets read it: `2027-01-31 13:00`. */
const localText = (instant: string, zone: string) =>
  new Date(localTime(zone, Date.parse(instant))).toISOString().slice(0, 16).replace("T", " ");
