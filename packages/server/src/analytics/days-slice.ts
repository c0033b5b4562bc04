import type { Analytics } from "./client.ts";
import { COUNTED, type Counted, DAY_COUNTS, DAY_KEY, daysTable, dayValue } from "./days.ts";
import { lastPart } from "./sums-parts.ts";
import { ATTEMPTS, ONE_BLOCK } from "./sums-slice.ts";
import { clickTime, date } from "./times.ts";
import { isKept } from "./workspace-purges.ts";

/** A month or a part of it, in whole UTC days, in milliseconds; only those days (of their beginnings) where they are given. */
export type DaysSlice = { month: string; start: number; end: number; days?: number[] };

/** So many clicks, times dimensions, are counted by a statement: other questions wait for it, in-process, and it takes memory. */
const CLICKS_AT_ONCE = 200_000;

/**
 * Makes the sums by day equal to the clicks, as `evenOut` does with the sums by hour: by inserting what differs, until nothing does.
 * Whether something differs is told by a sum of hashes on both sides, as that costs a tenth of counting by value.
 * @param round differs from that of any earlier refresh
 */
export async function evenOutDays(analytics: Analytics, slice: DaysSlice, round: string): Promise<void> {
  for (const [place, range] of (await rangesOf(analytics, slice)).entries())
    await evenOutRange(analytics, { slice, range }, `${round}-${place}`);
}

/** The months, such as `202601`, that there are sums by day of, from that instant on. */
export async function monthsOfDays(analytics: Analytics, from: number): Promise<string[]> {
  const rows = await analytics.query<{ month: string }>(
    `select distinct toString(toYYYYMM(day)) as month from ${daysTable(analytics)}
     where dimension = 'all' and grain = 'day' and day >= ${date(from)} group by workspace, day having sum(clicks + scans + opens) != 0`,
  );
  return rows.map(({ month }) => month);
}

/** The workspaces from one id up to another, or on. */
type Range = { from: string; to: string | undefined; clicks: number };
type Part = { slice: DaysSlice; range: Range };

async function evenOutRange(analytics: Analytics, part: Part, round: string): Promise<void> {
  const atOnce = Math.max(1, Math.floor(CLICKS_AT_ONCE / part.range.clicks));
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (await isEven(analytics, part)) return;
    for (let place = 0; place < COUNTED.length; place += atOnce) {
      const last = await lastPart(analytics, daysTable(analytics));
      // Of two who compared the same sums one alone gets through: the other's differences would be applied twice.
      const token = `${round}-${place}-${last}-${attempt}`;
      await analytics.command(
        `insert into ${daysTable(analytics)} (${DAY_KEY}, ${DAY_COUNTS.join(", ")})
         ${differencesIn(analytics, part, COUNTED.slice(place, place + atOnce))}
         settings insert_deduplicate = 1, insert_deduplication_token = '${token}', ${ONE_BLOCK}`,
      );
    }
  }
  throw new Error(`the sums by day of ${part.slice.month} do not come to equal its clicks`);
}

/** All workspaces, in ranges of so many clicks; one that has more is alone. */
async function rangesOf(analytics: Analytics, slice: DaysSlice): Promise<Range[]> {
  const rows = await analytics.query<{ workspace: string; count: number }>(
    `select workspace, count() as count from ${analytics.clicks} where ${daysOfClicks(analytics, slice)}
     group by workspace order by workspace`,
  );
  const ranges: Range[] = [];
  let [from, clicks] = ["", 0];
  for (const row of rows) {
    if (clicks > 0 && clicks + row.count > CLICKS_AT_ONCE) {
      ranges.push({ from, to: row.workspace, clicks });
      [from, clicks] = [row.workspace, 0];
    }
    clicks += row.count;
  }
  return [...ranges, { from, to: undefined, clicks }];
}

async function isEven(analytics: Analytics, part: Part): Promise<boolean> {
  const hash = (counted: Counted, day: string, value: string) =>
    `cityHash64('${counted}', workspace, ${day}, toString(class), ${value})`;
  const hashes = COUNTED.map((counted) => hash(counted, "toDate(at)", dayValue(counted))).join(" + ");
  const [row] = await analytics.query<{ isEven: number }>(
    `select (select sum((${hashes}) * transform(toString(trigger), ['qr', 'open'], [3, 5], 1)) from ${analytics.clicks}
         where ${daysOfClicks(analytics, part.slice)} and trigger != 'orphan' and ${within(part.range)})
       = (select sum(cityHash64(toString(dimension), workspace, day, toString(class), value)
           * toUInt64(clicks + 3 * scans + 5 * opens)) from ${daysTable(analytics)}
         where grain = 'day' and class != '' and ${daysOfSums(analytics, part.slice)} and ${within(part.range)}) as isEven`,
  );
  return row?.isEven === 1;
}

/** For each key by how much the clicks are more than the sums, once for the day and once for its month. */
function differencesIn(analytics: Analytics, { slice, range }: Part, counted: readonly Counted[]): string {
  const keys = "workspace, name, kind, date, text";
  const values = counted.map((one) => `('${one}', ${dayValue(one)})`).join(", ");
  return `select workspace, name as dimension, each.1 as grain, kind as class, each.2 as day, text as value,
      ${DAY_COUNTS.join(", ")}
    from (
      select ${keys}, ${DAY_COUNTS.map((count) => `sum(of_${count}) as ${count}`).join(", ")} from (
        select workspace, pair.1 as name, if(grouping(c.class) = 1, '', toString(c.class)) as kind, toDate(at) as date,
          pair.2 as text, toInt64(countIf(trigger = '')) as of_clicks, toInt64(countIf(trigger = 'qr')) as of_scans,
          toInt64(countIf(trigger = 'open')) as of_opens,
          toInt64(uniqExactIf(visitor, trigger in ('', 'qr') and visitor != 0)) as of_visitors
        from ${analytics.clicks} as c array join [${values}] as pair
        where ${daysOfClicks(analytics, slice)} and trigger != 'orphan' and ${within(range)}
        group by grouping sets ((workspace, pair, date, c.class), (workspace, pair, date))
        union all
        select workspace, toString(dimension), toString(s.class), s.day, s.value,
          ${DAY_COUNTS.map((count) => `-s.${count}`).join(", ")}
        from ${daysTable(analytics)} as s
        where dimension in (${counted.map((one) => `'${one}'`).join(", ")}) and grain = 'day'
          and ${daysOfSums(analytics, slice)} and ${within(range)})
      group by ${keys} having ${DAY_COUNTS.map((count) => `${count} != 0`).join(" or ")})
    array join [('day', date), ('month', toStartOfMonth(date))] as each`;
}

function within({ from, to }: Omit<Range, "clicks">): string {
  for (const id of [from, to ?? ""]) if (!/^\w*$/.test(id)) throw new Error("not a workspace id");
  return `workspace >= '${from}'${to === undefined ? "" : ` and workspace < '${to}'`}`;
}

function daysOfClicks(analytics: Analytics, { month, start, end, days }: DaysSlice): string {
  const only = days ? ` and toDate(at) in (${days.map(date).join(", ")})` : "";
  return `toYYYYMM(at) = ${month} and at >= ${clickTime(start)} and at < ${clickTime(end)}${only} and ${isKept(analytics, month)}`;
}

function daysOfSums(analytics: Analytics, { month, start, end, days }: DaysSlice): string {
  const only = days ? ` and day in (${days.map(date).join(", ")})` : "";
  return `toYYYYMM(day) = ${month} and day >= ${date(start)} and day < ${date(end)}${only} and ${isKept(analytics, month)}`;
}
