import { beforeAll, describe, expect, test } from "bun:test";
import { INTERVALS, type Interval } from "@visoli/contract/stats";
import { TimeZoneSchema } from "@visoli/contract/time-zone";
import fc from "fast-check";
import { forEachAnalytics } from "../../../../../test/analytics.ts";
import { intervalStarts } from "../../../../../test/calendar.ts";
import { click, countsOf, fileOf, linesOf } from "../../../../../test/clicks.ts";
import { askSeries } from "../../../../../test/series.ts";
import type { Selection } from "../where.ts";
import { askTotals } from "./totals.ts";

const at = (text: string) => Date.parse(`${text}Z`);
const DAY = 86_400_000;

/** Zones whose day lasts 23 or 25 hours, or begins at one o'clock, or stands off UTC by quarters of an hour. */
const ZONES = [
  "UTC",
  "Europe/Berlin",
  "Asia/Kathmandu",
  "America/Sao_Paulo",
  "Pacific/Apia",
  "America/Santiago",
  "Africa/Cairo",
  "America/Havana",
  "Australia/Lord_Howe",
];
const RANGES: Record<Interval, [string, string][]> = {
  minute: [["2026-03-29T00:50:30", "2026-03-29T01:10:30"]],
  hour: [
    ["2026-03-28T22:30", "2026-03-29T05:30"],
    ["2026-10-24T22:00", "2026-10-25T23:00"],
    ["2026-09-05T23:15", "2026-09-06T12:00:00.001"],
    ["2026-04-03T12:10", "2026-04-06T12:00"],
    ["2024-10-04T12:00", "2024-10-07T00:20"],
  ],
  day: [
    ["2026-03-27T12:00", "2026-04-30T12:00"],
    ["2026-08-30T00:00", "2026-11-10T00:00"],
  ],
  week: [["2026-03-01T00:00", "2026-11-10T12:34:56.789"]],
  month: [["2025-11-15T00:00", "2026-12-01T00:00"]],
  quarter: [["2025-02-15T00:00", "2026-12-31T23:59:59.999"]],
  year: [["2024-05-01T00:00", "2026-12-31T23:59:59.999"]],
};
const EXAMPLES = INTERVALS.flatMap((interval) =>
  RANGES[interval].map(([start, end]) => [interval, start, end] as const),
);

const TRIGGERS = ["", "", "qr", "", "open", "orphan"];
// About every seven hours through three years, now and then three in a row.
const clicks = Array.from({ length: 3_700 }, (_, index) =>
  click({
    at: Date.UTC(2024, 0, 1) + index * 7 * 3_600_000 + (index % 60) * 61_001,
    visitor: index % 5,
    trigger: TRIGGERS[index % TRIGGERS.length] ?? "",
  }),
).flatMap((one, index) => (index % 11 === 0 ? [one, { ...one, at: one.at + 1 }, one] : [one]));

const selection = (start: number, end: number): Selection => ({
  workspaceId: "ws_1",
  start,
  end,
  includeBots: false,
  filters: {},
});

/** What the series should be, counted by hand. */
function counted(interval: Interval, zone: string, start: number, end: number) {
  const starts = intervalStarts(interval, zone, start, end);
  return starts.map((from, index) => {
    const inside = clicks.filter(
      (one) =>
        one.at >= Math.max(from, start) && one.at < Math.min(starts[index + 1] ?? Number.MAX_VALUE, end),
    );
    return { start: from, ...countsOf(inside) };
  });
}

forEachAnalytics("series of clicks", (suite) => {
  beforeAll(() => suite.analytics.insertClicks(fileOf(linesOf(clicks)), "series"));
  const ask = (interval: Interval, zone: string, start: number, end: number) =>
    askSeries(suite.analytics, selection(start, end), interval, zone);

  describe.each(ZONES)("in %s", (zone) => {
    test.each(EXAMPLES)("by %s from %s to %s", async (interval, start, end) => {
      const answer = await ask(interval, zone, at(start), at(end));
      const readable = (entries: typeof answer) =>
        entries.map((entry) => ({ ...entry, start: new Date(entry.start).toISOString() }));
      expect(readable(answer)).toEqual(readable(counted(interval, zone, at(start), at(end))));
    });
  });

  test("a day of daylight-saving change has 23 or 25 hours", async () => {
    const lengths = async (start: string) => {
      const days = await ask("day", "Europe/Berlin", at(start), at(start) + 3 * DAY);
      return days.slice(1).map((day, index) => (day.start - (days[index]?.start ?? 0)) / 3_600_000);
    };
    expect(await lengths("2026-03-28T00:00")).toEqual([24, 23, 24]);
    expect(await lengths("2026-10-24T00:00")).toEqual([24, 25, 24]);
  });

  test("a day that the zone left out is not there", async () => {
    const days = await ask("day", "Pacific/Apia", at("2011-12-28T10:00"), at("2012-01-01T10:00"));
    expect(days.map((day) => new Date(day.start).toISOString().slice(0, 13))).toEqual([
      "2011-12-28T10",
      "2011-12-29T10",
      "2011-12-30T10",
      "2011-12-31T10",
    ]);
  });

  test("weeks begin on Monday", async () => {
    const weeks = await ask("week", "UTC", at("2025-12-30T00:00"), at("2026-01-20T00:00"));
    expect(weeks.map((week) => new Date(week.start).toISOString().slice(0, 10))).toEqual([
      "2025-12-29",
      "2026-01-05",
      "2026-01-12",
      "2026-01-19",
    ]);
  });

  test("an interval without clicks is there, with nothing", async () => {
    const days = await ask("day", "Asia/Kathmandu", at("2030-01-01T00:00"), at("2030-01-04T00:00"));
    const nothing = countsOf([]);
    expect(days.map(({ start: _, ...counts }) => counts)).toEqual([nothing, nothing, nothing, nothing]);
  });

  test("the first and the last interval count only what is within the time asked for", async () => {
    const start = at("2026-02-10T05:00");
    for (const end of [start + 1, start + 999, start + 1_000, start + 1_001]) {
      const days = await ask("day", "UTC", start, end);
      expect(days).toEqual(counted("day", "UTC", start, end));
      expect(days.map((day) => day.start)).toEqual([at("2026-02-10T00:00")]);
    }
  });

  test("an end on the border of an interval does not begin another", async () => {
    const days = await ask("day", "Europe/Berlin", at("2026-02-09T23:00"), at("2026-02-10T23:00"));
    expect(days.map((day) => day.start)).toEqual([at("2026-02-09T23:00")]);
  });

  test("times long ago and far ahead are answered, too", async () => {
    const years = await ask("year", "UTC", 0, at("2026-12-31T00:00"));
    expect([years.length, years[0]?.start]).toEqual([57, 0]);
    const ahead = await ask("year", "UTC", at("2026-01-01T00:00"), at("2100-01-01T00:00"));
    expect(ahead.length).toBe(74);
    const far = await ask("day", "Pacific/Apia", at("2099-12-30T00:00"), at("2100-01-01T00:00"));
    expect(far).toEqual(counted("day", "Pacific/Apia", at("2099-12-30T00:00"), at("2100-01-01T00:00")));
  });

  test("the parts are the whole, for any time, interval and zone", async () => {
    const from = Date.UTC(2024, 0, 1);
    const range = fc.tuple(fc.integer({ min: 0, max: 1_000 * DAY }), fc.integer({ min: 1, max: 60 * DAY }));
    const interval = fc.constantFrom(...INTERVALS.filter((name) => name !== "minute"));
    await fc.assert(
      fc.asyncProperty(range, interval, fc.constantFrom(...ZONES), async ([offset, span], name, zone) => {
        const [start, end] = [from + offset, from + offset + span];
        const entries = await ask(name, zone, start, end);
        const whole = await askTotals(suite.analytics, selection(start, end));
        for (const name of ["clicks", "scans", "opens"] as const)
          expect(entries.reduce((sum, entry) => sum + (entry[name] ?? 0), 0)).toBe(whole[name] ?? -1);
        const starts = entries.map((entry) => entry.start);
        expect(starts).toEqual([...new Set(starts)].sort((a, b) => a - b));
      }),
      { numRuns: 30 },
    );
  });

  test("every time zone of the runtime is known", async () => {
    const aliases = [
      "US/Pacific",
      "GMT",
      "EST5EDT",
      "Etc/GMT+12",
      "Asia/Calcutta",
      "Europe/Kyiv",
      "Zulu",
      "eire",
    ];
    const zones = [
      ...Intl.supportedValuesOf("timeZone"),
      ...aliases.map((name) => TimeZoneSchema.parse(name)),
    ];
    expect(zones.length).toBeGreaterThan(400);
    // One statement for each hundred: one for each zone would take a minute.
    for (let first = 0; first < zones.length; first += 100) {
      const columns = zones
        .slice(first, first + 100)
        .map((zone) => `toStartOfInterval(now(), interval 1 day, '${zone}')`);
      const [row] = await suite.analytics.query<object>(`select ${columns.join(", ")}`);
      expect(Object.keys(row ?? {})).toHaveLength(columns.length);
    }
  });
});
