import type { ApiLogInput, ApiLogQuery, LoggedRequest } from "@visoli/contract/api-log";
import { listOf } from "./lists.ts";
import type { Query } from "./query.ts";
import type { Send } from "./send.ts";

export type ApiLogOptions = Query<ApiLogInput, ApiLogQuery>;

/** The log of API requests. */
export function apiLogOf(send: Send) {
  return listOf<ApiLogOptions, LoggedRequest>(send, "/api/v1/api-log");
}
