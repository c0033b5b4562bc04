import type { Readable } from "node:stream";
import { ClickHouseLogLevel, createClient } from "@clickhouse/client";
import type { ClickHouseConfig } from "../config.ts";
import { createNetworkNotes } from "./networks.ts";
import { PARQUET_TIMEOUT_MS, writeParquet } from "./parquet.ts";
import { ROW_COLUMNS, ROW_STRUCTURE } from "./row.ts";

/** A question's parameters, as ClickHouse's `{name:Type}` takes them. */
export type Parameters = Record<string, string | number | string[] | number[]>;

/** The click store, in this process or on a server: one dialect, one way to ask. */
export type Analytics = {
  /** The table of clicks, qualified for use in a query. */
  clicks: string;
  query<Row>(sql: string, parameters?: Parameters): Promise<Row[]>;
  /** The whole answer in that format; keep it small by a limit in the query. */
  queryBytes(sql: string, parameters: Parameters, format: "JSONEachRow" | "CSV"): Promise<Uint8Array>;
  /** Writes the answer to a file of ours that is not there yet. It takes its time, and nobody waits for it but the caller. */
  writeParquet(sql: string, parameters: Parameters, file: string): Promise<void>;
  command(sql: string): Promise<void>;
  /** Grows with each command; what was read before may be otherwise since. */
  changes(): number;
  /** Inserts the clicks of a file, a line of JSON each, as one block, and their networks' names; the same token a second time changes nothing. */
  insertClicks(file: string, token: string): Promise<void>;
  close(): Promise<void>;
};

/** The click store did not answer; what was asked may be asked again. */
export class AnalyticsUnavailable extends Error {
  override name = "AnalyticsUnavailable";
}

const QUERY_SETTINGS = {
  output_format_json_quote_64bit_integers: 0,
  max_execution_time: 30,
  max_query_size: "16777216",
} as const;

// Said with every command, as the embedded engine would hold it to the limits of the question before: sums and changes of clicks
// may take their time, and a statement that carries rows is longer than the 256 KiB that it may have by default.
const COMMAND_SETTINGS = { max_execution_time: 0, max_query_size: QUERY_SETTINGS.max_query_size } as const;

// One reader and one block, so that the same bytes under the same token always make the same block. In the statement itself:
// the embedded engine would keep settings given beside it, the token too, for whatever is inserted next.
const INSERT_SETTINGS = `insert_deduplicate = 1, async_insert = 0, input_format_parallel_parsing = 0,
  input_format_skip_unknown_fields = 1, max_insert_block_size = 10000000, min_insert_block_size_rows = 10000000, min_insert_block_size_bytes = 1000000000`;

/** How long a server is waited for. */
const TIMEOUT_MS = 30_000;

/** What fails is thrown, and logged by whoever asked. */
const QUIET = { level: ClickHouseLogLevel.OFF };

/**
 * Opens the click store; a server is not asked anything yet.
 * @param database where the embedded engine keeps our tables; a server's is in its URL
 * @throws where the in-process engine cannot be loaded or its folder is in use
 */
export async function openAnalytics(
  config: ClickHouseConfig,
  database = "visoli",
  timeoutMs = TIMEOUT_MS,
): Promise<Analytics> {
  const open = async (request_timeout: number) =>
    config.kind === "server"
      ? createClient({ url: config.url, request_timeout, log: QUIET })
      : await openEmbedded(config.path, database);
  const client = await open(timeoutMs);
  const clicks = config.kind === "server" ? "clicks" : `${database}.clicks`;
  const command = (query: string) =>
    answered(async () => void (await client.command({ query, clickhouse_settings: COMMAND_SETTINGS })));
  let changes = 0;
  const noteNetworks = createNetworkNotes({ clicks, command });
  return {
    clicks,
    query<Row>(sql: string, parameters: Parameters = {}) {
      return answered(async () => {
        const settings = { query: sql, query_params: parameters, clickhouse_settings: QUERY_SETTINGS };
        const result = await client.query({ ...settings, format: "JSONEachRow" });
        return result.json<Row>();
      });
    },
    queryBytes: (sql, query_params, format) =>
      answered(async () => {
        // What breaks in the middle is an error then, not the end of an answer.
        const settings = { ...QUERY_SETTINGS, wait_end_of_query: 1 as const };
        const query = `${sql} format ${format}`;
        const { stream } = await client.exec({ query, query_params, clickhouse_settings: settings });
        return bytesOf(stream);
      }),
    writeParquet: (sql, parameters, file) =>
      answered(() => writeParquet(config.kind, () => open(PARQUET_TIMEOUT_MS), { sql, parameters, file })),
    command: (sql) => command(sql).finally(() => changes++),
    changes: () => changes,
    async insertClicks(file, token) {
      if (!/^[\w-]+$/.test(token)) throw new Error("not a token");
      const settings = `insert_deduplication_token = '${token}', ${INSERT_SETTINGS}`;
      const lines = Buffer.from(await Bun.file(file).arrayBuffer());
      await noteNetworks(lines);
      const query =
        config.kind === "server"
          ? `insert into ${clicks} settings ${settings} format JSONEachRow\n${lines.toString("utf8")}`
          : insertFromFile(clicks, file, settings);
      await command(query);
    },
    close: () => client.close(),
  };
}

/** Not copied where it came in one piece. */
async function bytesOf(stream: Readable): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk as Uint8Array);
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}

/** What ClickHouse itself refuses passes through; everything else means that it was not reached. */
async function answered<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (isRefusal(error)) throw error;
    throw new AnalyticsUnavailable("The click store does not answer", { cause: error });
  }
}

/** Too slow, too busy, out of memory or disk, read-only, too many parts, no keeper or replicas: the same may go through later. */
const OVERLOADED = new Set("159 160 202 209 210 225 241 242 243 252 285 286 319 394 439 999".split(" "));

/** By its shape: the embedded engine throws a ClickHouseError of another copy of the client. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error && "code" in error && "type" in error)) return false;
  // By the code of "too many parts", but it is these rows that are of too many months.
  return !OVERLOADED.has(String(error.code)) || /too many partitions/i.test(error.message);
}

/**
 * The embedded engine reads the file itself, beside our event loop. As plain text columns first: turning a whole block into
 * LowCardinality costs it half of what doing so row by row costs.
 */
function insertFromFile(clicks: string, file: string, settings: string): string {
  const path = file.replace(/['\\]/g, "\\$&");
  const structure = ROW_STRUCTURE.replaceAll("'", "\\'");
  return `insert into ${clicks} (${ROW_COLUMNS}) select ${ROW_COLUMNS} from file('${path}', JSONEachRow, '${structure}')
    settings ${settings}, max_threads = 1, max_insert_threads = 1, max_block_size = 10000000`;
}

async function openEmbedded(path: string, database: string) {
  // Loaded only where it is used: half a gigabyte, and an install without it is a valid one.
  const { createChdbConnection } = await import("chdb/connection").catch((cause) => {
    throw new Error(
      "The embedded ClickHouse (package chdb) cannot be loaded here; set CLICKHOUSE_URL to use a server",
      { cause },
    );
  });
  // The package brings its own copy of the client's types, so the two do not know each other.
  const client = createClient({ connection: createChdbConnection({ path }) as never, log: QUIET });
  await client.command({ query: `create database if not exists ${database}` });
  return client;
}
