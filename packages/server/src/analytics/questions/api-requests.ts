import { type ApiRequestRow, apiRequestTable } from "../api-requests.ts";
import type { Analytics, Parameters } from "../client.ts";
import { type Period, WITHIN } from "../where.ts";

/** Requests are in order of time and, within a millisecond, of their ids. */
export type RequestPlace = { at: number; requestId: string };

export type RequestSelection = Period & {
  workspaceId: string;
  method?: string | undefined;
  route?: string | undefined;
  /** `404`, or `4xx` for all of a class. */
  statuses?: string[] | undefined;
  actor?: string | undefined;
  requestId?: string | undefined;
  /** The last one of the page before. */
  after?: RequestPlace | undefined;
  limit: number;
};

/** Requests to the API one by one, newest first. */
export async function askApiRequests(
  analytics: Analytics,
  selection: RequestSelection,
): Promise<Omit<ApiRequestRow, "workspace">[]> {
  const { start, end, statuses, after, limit } = selection;
  const conditions = ["workspace = {workspace:String}", WITHIN];
  const parameters: Parameters = { workspace: selection.workspaceId, start, end, limit };
  const { method, route, actor, requestId: request_id } = selection;
  for (const [column, value] of Object.entries({ method, route, actor, request_id })) {
    if (value === undefined) continue;
    conditions.push(`${column} = {${column}:String}`);
    parameters[column] = value;
  }
  if (statuses) {
    conditions.push(
      "(toString(status) in {statuses:Array(String)} or intDiv(status, 100) in {classes:Array(UInt16)})",
    );
    parameters.statuses = statuses.filter((status) => !status.endsWith("xx"));
    parameters.classes = statuses
      .filter((status) => status.endsWith("xx"))
      .map((status) => Number(status[0]));
  }
  if (after) {
    conditions.push("(toUnixTimestamp64Milli(at), request_id) < ({afterAt:Int64}, {afterId:String})");
    parameters.afterAt = after.at;
    parameters.afterId = after.requestId;
    // What the table is sorted by: nothing newer is read.
    parameters.end = Math.min(end, after.at + 1);
  }
  const rows = await analytics.query<Omit<ApiRequestRow, "workspace" | "at"> & { milliseconds: number }>(
    `select method, route, status, duration_ms, actor, request_id, toUnixTimestamp64Milli(at) as milliseconds
     from ${apiRequestTable(analytics)} where ${conditions.join(" and ")}
     order by at desc, request_id desc limit {limit:UInt32}`,
    parameters,
  );
  return rows.map(({ milliseconds, ...row }) => ({ ...row, at: milliseconds }));
}
