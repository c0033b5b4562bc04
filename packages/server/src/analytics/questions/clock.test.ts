import { beforeAll, expect, test } from "bun:test";
import { forEachAnalytics } from "../../../../../test/analytics.ts";
import { localTime } from "../../../../../test/calendar.ts";
import { click, fileOf, linesOf } from "../../../../../test/clicks.ts";
import type { Selection } from "../where.ts";
import { askGroups } from "./groups.ts";
import { askTotals } from "./totals.ts";

const HOUR = 3_600_000;
const ZONES = ["UTC", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Los_Angeles"];
const start = Date.UTC(2017, 9, 30, 3);
// Only two days of the first month, so that a part of the table has a few days of one week.
const clicks = Array.from({ length: 120 }, (_, index) => click({ at: start + index * HOUR }));
const all: Selection = {
  ...{ workspaceId: "ws_1", start: 0, end: Date.UTC(2030, 0, 1) },
  ...{ includeBots: false, filters: {} },
};

forEachAnalytics("weekdays and hours", (suite) => {
  beforeAll(() => suite.analytics.insertClicks(fileOf(linesOf(clicks)), "clock"));

  test.each(ZONES)("are told and found by the clocks of %s", async (timezone) => {
    for (const dimension of ["weekday", "hour"] as const) {
      const expected = Map.groupBy(clicks, ({ at }) => {
        const clock = new Date(localTime(timezone, at));
        return dimension === "hour" ? clock.getUTCHours() : clock.getUTCDay() || 7;
      });
      const selection = { ...all, timezone };
      const groups = await askGroups(suite.analytics, selection, { keys: [{ dimension }], limit: 100 });
      const found = Object.fromEntries(groups.map(({ values, counts }) => [values[0], counts.clicks]));
      expect(found).toEqual(Object.fromEntries([...expected].map(([value, those]) => [value, those.length])));
      for (const [value, those] of expected) {
        const filters = { [dimension]: { include: [String(value)], exclude: [] } };
        const { clicks: count } = await askTotals(suite.analytics, { ...selection, filters });
        expect([dimension, value, count]).toEqual([dimension, value, those.length]);
      }
    }
  });
});
