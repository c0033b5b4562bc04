import { oneOf, textOf } from "../../lib/search.ts";

export const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
export const STATUSES = ["2xx", "4xx", "429", "5xx"] as const;

/** What the address of the log says. */
export type ApiLogSearch = {
  method?: (typeof METHODS)[number];
  status?: (typeof STATUSES)[number];
  key?: string;
  request?: string;
  route?: string;
  mode?: "test";
};

export function readApiLogSearch(search: Record<string, unknown>): ApiLogSearch {
  const read = {
    method: oneOf(search.method, METHODS),
    status: oneOf(textOf(search.status), STATUSES),
    key: textOf(search.key),
    request: textOf(search.request),
    route: textOf(search.route),
    mode: oneOf(search.mode, ["test"]),
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
}
