import fc from "fast-check";
import { isChangingClicks } from "../packages/server/src/analytics/class-rules.ts";
import type { Analytics } from "../packages/server/src/analytics/client.ts";
import { COUNTED, daysStateTable, daysTable, dayValue } from "../packages/server/src/analytics/days.ts";
import type { ClickRow } from "../packages/server/src/analytics/row.ts";
import { stateTable, sumsTable } from "../packages/server/src/analytics/sums.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../packages/server/src/lib/time.ts";
import type { AnalyticsSuite } from "./analytics.ts";
import { click, fileOf, linesOf } from "./clicks.ts";
import { until } from "./engines.ts";

/** Hours up to here are closed, when it is a quarter past. */
export const CLOSED = Date.UTC(2026, 5, 10, 12);
export const NOW = CLOSED + 15 * MINUTE_MS;

/** Random clicks of two workspaces on three links, in fifty days up to now, and more of them lately. */
export function sampleClicks(count: number, seed: number): ClickRow[] {
  const fields = fc.record({
    workspace: fc.constantFrom("ws_1", "ws_1", "ws_2"),
    link: fc.constantFrom("lnk_1", "lnk_2", "lnk_3"),
    trigger: fc.constantFrom("", "", "qr", "open", "orphan"),
    class: fc.constantFrom("human", "human", "bot", "duplicate"),
    country: fc.constantFrom("DE", "AT"),
    visitor: fc.integer({ min: 0, max: 9 }),
    at: fc.oneof(
      fc.integer({ min: NOW - 50 * DAY_MS, max: NOW }),
      fc.integer({ min: NOW - 5 * HOUR_MS, max: NOW }),
      // The last and the first instants of hours.
      fc
        .tuple(fc.integer({ min: -1_200, max: 0 }), fc.integer({ min: -1_000, max: 1_000 }))
        .map(([hours, ms]) => CLOSED + hours * HOUR_MS + Math.sign(ms)),
    ),
  } as const);
  return fc.sample(
    fields.map((row) => click({ ...row, visitor: onDay(row.visitor, row.at) })),
    { numRuns: count, seed },
  );
}

/** As the redirect has it: on another day, the same visitor is another one. */
export function onDay(visitor: number, at: number): number {
  return visitor === 0 ? 0 : Math.floor(at / DAY_MS) * 1_000 + visitor;
}

let batches = 0;

/** What tests of sums do to the suite's click store. */
export function sumsOf(suite: AnalyticsSuite) {
  const query = <Row>(sql: string) => suite.analytics.query<Row>(sql);
  const tables = () => {
    const { analytics } = suite;
    const sums = [sumsTable(analytics), daysTable(analytics)];
    return [analytics.clicks, ...sums, stateTable(analytics), daysStateTable(analytics)];
  };
  const numberOf = async (sql: string) => (await query<{ n: number }>(sql))[0]?.n ?? 0;
  return {
    insert: (rows: ClickRow[], token = `sums-${batches++}`) =>
      suite.analytics.insertClicks(fileOf(linesOf(rows)), token),
    async empty() {
      for (const table of tables()) await suite.analytics.command(`truncate table ${table}`);
    },
    /** Adds to the sums what no click says. */
    addSum: (hour: number, clicks: number, link = "lnk_1") =>
      suite.analytics.command(
        `insert into ${sumsTable(suite.analytics)} (workspace, link, hour, class, trigger, clicks)
         select 'ws_1', '${link}', toDateTime(${hour / 1_000}, 'UTC'), 'human', '', ${clicks} settings async_insert = 0`,
      ),
    summed: (condition = "true") =>
      numberOf(`select sum(clicks) as n from ${sumsTable(suite.analytics)} where ${condition}`),
    single: (condition = "true") =>
      numberOf(`select count() as n from ${suite.analytics.clicks} where ${condition}`),
    /** What differs between clicks and sums, from one hour up to another. */
    differences: (end = CLOSED, start = 0) =>
      query(
        `select workspace, link, hour, kind, by, sum(n) as n from (
           select workspace, link, toStartOfHour(at) as hour, toString(class) as kind, toString(trigger) as by, 1 as n
           from ${suite.analytics.clicks} where at < fromUnixTimestamp64Milli(${end}, 'UTC') and trigger != 'orphan'
           union all
           select workspace, link, hour, toString(class), toString(trigger), -clicks from ${sumsTable(suite.analytics)})
         where hour >= toDateTime(${start / 1_000}, 'UTC') group by all having n != 0`,
      ),
    summedDays: (condition = "true") =>
      numberOf(
        `select sum(clicks) as n from ${daysTable(suite.analytics)}
         where dimension = 'all' and class = '' and grain = 'day' and ${condition}`,
      ),
    /** What differs between clicks and the sums by day, from one day up to another; of days, of months, or of both. */
    dayDifferences: (end: number, start = 0, grains = ["day", "month"]) =>
      query(dayDifferencesSql(suite.analytics, { end, start, grains })),
    /** As if nothing were known yet of what was compared. */
    async compareWhole() {
      for (const table of [stateTable(suite.analytics), daysStateTable(suite.analytics)])
        await suite.analytics.command(
          `insert into ${table} (id, version, watermark, closed, purged)
           select 1, max(version) + 1, 0, argMax(closed, version), argMax(purged, version) from ${table} settings async_insert = 0`,
        );
    },
    /** Waits until nothing is being changed any more. */
    settle: () =>
      until(
        async () => {
          const tablesNow = tables().slice(0, 3);
          for (const clicks of tablesNow)
            if (await isChangingClicks({ ...suite.analytics, clicks })) return false;
          return true;
        },
        { timeoutMs: 30_000 },
      ),
    /** The same click store, but its sums are never asked. */
    withoutSums(): Analytics {
      const nothing = "(select toDateTime(0) as closed, toDateTime(0) as purged, 1 as version)";
      const without = (sql: string) =>
        [daysStateTable, stateTable].reduce((text, of) => text.replaceAll(of(suite.analytics), nothing), sql);
      return {
        ...suite.analytics,
        query: (sql, parameters) => suite.analytics.query(without(sql), parameters),
      };
    },
  };
}

/** Counted click by click: a row for each day, value, and class or all classes together. */
function dayDifferencesSql(
  analytics: Analytics,
  { end, start, grains }: { end: number; start: number; grains: string[] },
): string {
  const values = COUNTED.map((counted) => `('${counted}', ${dayValue(counted)})`).join(", ");
  return `select name, workspace, kind, span, date, text, sum(a) as clicks, sum(b) as scans, sum(c) as opens, sum(v) as visitors
    from (
      select name, workspace, kind, spans.1 as span, spans.2 as date, text, a, b, c, v from (
        select pair.1 as name, pair.2 as text, workspace, kind, toDate(at) as day, toInt64(countIf(trigger = '')) as a,
          toInt64(countIf(trigger = 'qr')) as b, toInt64(countIf(trigger = 'open')) as c,
          toInt64(length(groupUniqArrayIf(visitor, trigger in ('', 'qr') and visitor != 0))) as v
        from (select *, arrayJoin(['', toString(class)]) as kind, arrayJoin([${values}]) as pair from ${analytics.clicks})
        where at < fromUnixTimestamp64Milli(${end}, 'UTC') and trigger != 'orphan'
          and at >= fromUnixTimestamp64Milli(${start}, 'UTC') group by all)
      array join [('day', day), ('month', toStartOfMonth(day))] as spans
      union all
      select toString(dimension), workspace, toString(class), toString(grain), day, value, -clicks, -scans, -opens, -visitors
      from ${daysTable(analytics)} where day >= toDate(${start / 1_000}))
    where span in ('${grains.join("', '")}') and date >= toDate(${start / 1_000})
    group by all having clicks != 0 or scans != 0 or opens != 0 or visitors != 0`;
}
