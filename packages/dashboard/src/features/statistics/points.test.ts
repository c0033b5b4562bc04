import { expect, test } from "bun:test";
import type { Stats } from "@visoli/contract/stats";
import { parseCsv } from "../../lib/csv.ts";
import { listsCsv, seriesCsv } from "./csv.ts";
import { byTrigger, changeOf, pointsOf } from "./points.ts";

const at = (day: number) => `2027-01-0${day}T23:00:00.000Z`;
const stats: Stats = {
  ...{ start: at(1), end: at(4), timezone: "Europe/Berlin", totals: { clicks: 9 } },
  series: [1, 2, 3].map((day) => ({
    start: at(day),
    clicks: day * 2,
    visitors: day,
    scans: 0,
    value: `${day}.50`,
  })),
  previous: {
    start: at(1),
    end: at(2),
    totals: { clicks: 1 },
    series: [{ start: at(1), clicks: 5, visitors: 4, scans: 1 }],
  },
};

test("what is under way is dashed from the interval before on", () => {
  expect(pointsOf(stats, "clicks", true).map(({ done, running }) => [done, running])).toEqual([
    ...[
      [2, null],
      [4, 4],
      [null, 6],
    ],
  ]);
  expect(pointsOf(stats, "clicks", false).map(({ done, running }) => [done, running])).toEqual([
    ...[
      [2, null],
      [4, null],
      [6, null],
    ],
  ]);
  expect(pointsOf(stats, "value", false).map(({ value, before }) => [value, before])).toEqual([
    ...[
      [1.5, 0],
      [2.5, null],
      [3.5, null],
    ],
  ]);
  const [only] = pointsOf({ ...stats, series: stats.series?.slice(0, 1) }, "clicks", true);
  expect([only?.done, only?.running, only?.isRunning]).toEqual([2, null, true]);
});

test("nothing before is no change of anything", () => {
  expect([changeOf(3, 2), changeOf(0, 4), changeOf(3, 0), changeOf(3, undefined)]).toEqual([
    0.5,
    -1,
    undefined,
    undefined,
  ]);
});

test("the chart as CSV, by the clocks of the zone", () => {
  const rows = parseCsv(seriesCsv(stats, undefined, undefined)).map(({ cells }) => cells.join("|"));
  expect(rows).toEqual([
    "start|clicks|visitors|scans|previous_start|previous_clicks|previous_visitors|previous_scans",
    "2027-01-02 00:00|2|1|0|2027-01-02 00:00|5|4|1",
    "2027-01-03 00:00|4|2|0||||",
    "2027-01-04 00:00|6|3|0||||",
  ]);
  const { previous: _, ...alone } = stats;
  const [head, first] = parseCsv(seriesCsv(alone, stats, "EUR"));
  expect(head?.cells.at(-1)).toBe("value_EUR");
  expect(first?.cells.at(-1)).toBe("1.50");
});

test("lists as CSV, which no spreadsheet takes for formulas", () => {
  const entries = [
    { name: "=1+1", clicks: 3 },
    { name: 'a "b", c', clicks: 1, visitors: 1, scans: 0 },
  ];
  const csv = listsCsv([{ dimension: "tag", entries, nameOf: (value) => value }]);
  expect(csv.startsWith("\uFEFFlist,value,name,clicks,visitors,scans\r\n")).toBe(true);
  expect(
    parseCsv(csv)
      .slice(1)
      .map(({ cells }) => cells),
  ).toEqual([
    ["tag", "'=1+1", "'=1+1", "3", "", ""],
    ["tag", 'a "b", c', 'a "b", c', "1", "1", "0"],
  ]);
});

test("each way by its own kind of count, most first", () => {
  const entries = [
    { name: "link", clicks: 3, scans: 0, opens: 0 },
    { name: "qr", clicks: 0, scans: 5, opens: 0 },
  ];
  expect(byTrigger(entries, "clicks").map(({ name, clicks }) => [name, clicks])).toEqual([
    ["qr", 5],
    ["link", 3],
  ]);
  expect(byTrigger(entries, "visitors")).toEqual(entries);
});
