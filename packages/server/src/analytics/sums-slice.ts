import type { Analytics } from "./client.ts";
import { SUM_COLUMNS, type SumsState, sumsTable } from "./sums.ts";
import { lastPart, MARK_OF_ROW } from "./sums-parts.ts";
import { clickTime, hourTime } from "./times.ts";
import { isKept } from "./workspace-purges.ts";

/** A month or a part of it, in whole hours, in milliseconds; only those hours (in seconds) where they are given. */
export type Slice = { month: string; start: number; end: number; hours?: number[] };

export const ATTEMPTS = 5;
/** Settings of an insert that is there as a whole or not at all, and known by its token. */
export const ONE_BLOCK =
  "async_insert = 0, max_insert_threads = 1, max_insert_block_size = 10000000, min_insert_block_size_rows = 10000000, min_insert_block_size_bytes = 1000000000";

/** The hours of which clicks may have come since then: those that were not over yet, and those with clicks in newer parts. */
export async function hoursWithNews(
  analytics: Analytics,
  slice: Slice,
  { closed, watermark }: SumsState,
): Promise<number[]> {
  const rows = await analytics.query<{ hour: number }>(
    `select distinct toUnixTimestamp(toStartOfHour(at)) as hour from ${analytics.clicks}
     where ${within(analytics, slice, "at")} and (at >= ${clickTime(closed)} or ${MARK_OF_ROW} > ${watermark}) order by hour`,
  );
  return rows.map(({ hour }) => hour);
}

/**
 * Makes the sums of the slice equal to its clicks. What differs is inserted as differences, by one statement that compares and
 * inserts; then it is compared again. So the sums come right whatever happened before, and an end in the middle does no harm.
 * @param round differs from that of any earlier refresh
 */
export async function evenOut(analytics: Analytics, slice: Slice, round: string): Promise<void> {
  const differences = differencesIn(analytics, slice);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const last = await lastPart(analytics, sumsTable(analytics));
    const [row] = await analytics.query<{ count: number }>(`select count() as count from (${differences})`);
    if (row?.count === 0) return;
    // Of two who compared the same sums one alone gets through: the other's differences would be applied twice.
    const token = `${round}-${last}-${attempt}`;
    await analytics.command(
      `insert into ${sumsTable(analytics)} (${SUM_COLUMNS}, clicks) ${differences}
       settings insert_deduplicate = 1, insert_deduplication_token = '${token}', ${ONE_BLOCK}`,
    );
  }
  throw new Error(`the sums of ${slice.month} do not come to equal its clicks`);
}

/** For each key by how much the clicks are more than the sums. Visits without a link are not summed. */
function differencesIn(analytics: Analytics, slice: Slice): string {
  return `select ${SUM_COLUMNS}, sum(n) as clicks from (
      select workspace, link, toStartOfHour(at) as hour, toString(class) as class, toString(trigger) as trigger,
        toInt64(count()) as n
      from ${analytics.clicks} where ${within(analytics, slice, "at")} and trigger != 'orphan' group by ${SUM_COLUMNS}
      union all
      select workspace, link, s.hour as hour, toString(s.class) as class, toString(s.trigger) as trigger, -s.clicks as n
      from ${sumsTable(analytics)} as s where ${within(analytics, slice, "hour")})
    group by ${SUM_COLUMNS} having clicks != 0`;
}

function within(analytics: Analytics, { month, start, end, hours }: Slice, time: "at" | "hour"): string {
  const instant = time === "at" ? clickTime : hourTime;
  const conditions = [
    `toYYYYMM(${time}) = ${month}`,
    `${time} >= ${instant(start)}`,
    `${time} < ${instant(end)}`,
    isKept(analytics, month),
  ];
  if (hours) conditions.push(`toUnixTimestamp(toStartOfHour(${time})) in (${hours.join(", ")})`);
  return conditions.join(" and ");
}
