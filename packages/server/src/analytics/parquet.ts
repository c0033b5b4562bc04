import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import type { ClickHouseClient } from "@clickhouse/client";

/** How long a file may take to be written. */
export const PARQUET_TIMEOUT_MS = 900_000;

type Output = { sql: string; parameters: Record<string, unknown>; file: string };

/**
 * Writes the query's answer to a file, in the memory that sorting may have: what is more goes to disk. Over a connection of its own,
 * because the embedded engine does one thing at a time on each. @throws where a part of it is missing
 */
export async function writeParquet(
  kind: "embedded" | "server",
  open: () => Promise<ClickHouseClient>,
  { sql, parameters, file }: Output,
): Promise<void> {
  const settings = `max_execution_time = ${PARQUET_TIMEOUT_MS / 1_000}, max_bytes_before_external_sort = 33554432,
    max_bytes_ratio_before_external_sort = 0, max_threads = 1, max_block_size = 8192, output_format_parquet_row_group_size = 20000,
    output_format_parquet_parallel_encoding = 0`;
  const client = await open();
  try {
    if (kind === "embedded") {
      const path = file.replace(/['\\]/g, "\\$&");
      const query = `insert into function file('${path}', Parquet) ${sql} settings ${settings}`;
      return void (await client.command({ query, query_params: parameters }));
    }
    const { stream } = await client.exec({
      query: `${sql} settings ${settings} format Parquet`,
      query_params: parameters,
      // What breaks in the middle is an error then, not the end of the file.
      clickhouse_settings: { wait_end_of_query: 1 },
    });
    await pipeline(stream, createWriteStream(file));
  } finally {
    await client.close();
  }
}
