import { whoseTable } from "./class-rules.ts";
import type { Analytics } from "./client.ts";
import { monthsOfPartition } from "./partitions.ts";

/** A partition of the clicks, and the number of its newest part or change. */
export type Partition = { id: string; mark: number; isMutated: boolean };
/** A month, such as `202601`, with what is known of its partition. */
export type Month = Omit<Partition, "id"> & { month: string };

/** The months that there may be clicks of. */
export async function markedMonths(analytics: Analytics, since: number): Promise<Month[]> {
  const partitions = await markedPartitions(analytics, since);
  return partitions.flatMap(({ id, ...known }) =>
    monthsOfPartition(id).map((month) => ({ month, ...known })),
  );
}

/**
 * The partitions that there are clicks in. An ordinary MergeTree numbers whatever is inserted and whatever is changed from one counter,
 * under the lock that makes it visible: who has read up to a mark has seen everything up to it, and everything later is past it.
 */
export async function markedPartitions(analytics: Analytics, since: number): Promise<Partition[]> {
  const rows = await analytics.query<{ id: string; mark: number; mutated: number }>(
    `select partition_id as id, max(greatest(max_block_number, data_version)) as mark,
       countIf(data_version > {since:UInt64} and data_version != min_block_number) as mutated
     from system.parts where ${whoseTable(analytics)} and active group by id order by id`,
    { since },
  );
  return rows.map(({ id, mark, mutated }) => ({ id, mark, isMutated: mutated > 0 }));
}

/** In a replicated table parts are numbered otherwise, so that no mark can be relied on; there are no sums then. */
export async function isPlainTable(analytics: Analytics): Promise<boolean> {
  const [table] = await analytics.query<{ engine: string }>(
    `select engine from system.tables where ${whoseTable(analytics).replace("table =", "name =")}`,
  );
  return table?.engine === "MergeTree";
}

/** The same number, of the part that a row of the clicks is in, as SQL. The name is `PARTITION_FIRST_LAST_LEVEL_CHANGE`. */
export const MARK_OF_ROW = `greatest(toUInt64(splitByChar('_', _part)[3]), toUInt64OrZero(splitByChar('_', _part)[5]))`;

/** The number of the last part that was inserted into that table of sums. */
export async function lastPart(analytics: Analytics, table: string): Promise<number> {
  const [row] = await analytics.query<{ last: number }>(
    `select max(max_block_number) as last from system.parts
     where ${whoseTable({ clicks: table })} and active`,
  );
  return row?.last ?? 0;
}
