import { DAY_MS } from "../lib/time.ts";
import type { Analytics } from "./client.ts";
import { instant } from "./where.ts";

/** A request to the API, as it is kept: neither its body nor its query nor an address. */
export type ApiRequestRow = {
  workspace: string;
  /** Milliseconds since 1970. */
  at: number;
  method: string;
  /** The pattern, not the path. */
  route: string;
  status: number;
  duration_ms: number;
  /** Who asked, as the audit log names them. */
  actor: string;
  request_id: string;
};

/** How long a request can be found. The table has them for two days more, so that the longest month is whole in sums. */
export const API_LOG_MS = 30 * DAY_MS;
const KEPT_DAYS = 32;

const TYPES: Record<keyof ApiRequestRow, string> = {
  workspace: "String",
  at: "DateTime64(3, 'UTC')",
  method: "LowCardinality(String)",
  route: "LowCardinality(String)",
  status: "UInt16",
  duration_ms: "Float32",
  actor: "String",
  request_id: "String",
};
const NAMES = Object.keys(TYPES).join(", ");
const STRUCTURE = Object.entries(TYPES)
  .map(([name, type]) => `${name} ${/^LowCardinality\((.*)\)$/.exec(type)?.[1] ?? type}`)
  .join(", ");

/** The table of requests, qualified as the one of clicks is. */
export function apiRequestTable({ clicks }: Pick<Analytics, "clicks">): string {
  return clicks.replace(/clicks$/, "api_requests");
}

/** Makes the table where it isn't there. A day is a part of its own, and goes as a whole. */
export async function prepareApiRequests(analytics: Analytics): Promise<void> {
  const columns = Object.entries(TYPES).map(([name, type]) => `${name} ${type}`);
  await analytics.command(
    `create table if not exists ${apiRequestTable(analytics)} (${columns.join(", ")})
     engine = MergeTree partition by toYYYYMMDD(at) order by (workspace, at, request_id)
     ttl toDateTime(at) + interval ${KEPT_DAYS} day
     settings ttl_only_drop_parts = 1, non_replicated_deduplication_window = 1000`,
  );
}

/** Hands a batch on, some hundred bytes a row and a thousand rows at most; under the same token a second time it changes nothing. */
export async function insertApiRequests(
  analytics: Analytics,
  rows: readonly ApiRequestRow[],
  token: string,
): Promise<void> {
  if (!/^[\w-]+$/.test(token)) throw new Error("not a token");
  const lines = rows.map((row) => JSON.stringify(row)).join("\n");
  await analytics.command(
    `insert into ${apiRequestTable(analytics)} (${NAMES}) select ${NAMES}
     from format(JSONEachRow, ${literal(STRUCTURE)}, ${literal(lines)})
     settings async_insert = 0, insert_deduplicate = 1, insert_deduplication_token = '${token}'`,
  );
}

/** How many requests to the API the workspace has made since that instant, of the last 32 days at most. */
export async function countApiRequests(
  analytics: Analytics,
  workspaceId: string,
  since: number,
): Promise<number> {
  const [row] = await analytics.query<{ count: number }>(
    `select count() as count from ${apiRequestTable(analytics)}
     where workspace = {workspace:String} and at >= ${instant("since")}`,
    { workspace: workspaceId, since },
  );
  return row?.count ?? 0;
}

function literal(text: string): string {
  return `'${text.replace(/[\\']/g, "\\$&")}'`;
}
