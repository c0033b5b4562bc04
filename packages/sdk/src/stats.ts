import type { Orphans, OrphansInput, OrphansQuery } from "@visoli/contract/orphans";
import type { Stats, StatsInput, StatsQuery } from "@visoli/contract/stats";
import type { RequestOptions } from "./options.ts";
import type { Query } from "./query.ts";
import type { Send } from "./send.ts";

export type StatsOptions = Query<StatsInput, StatsQuery>;
export type OrphansOptions = Query<OrphansInput, OrphansQuery>;

/** Statistics: lists may be given as arrays, a filter's values with `!` before them are left out. */
export function statsOf(send: Send) {
  return {
    get: (query?: StatsOptions, options?: RequestOptions) =>
      send.json<Stats>("GET", "/api/v1/stats", { query }, options),
    /** Visits to addresses where no link is. */
    orphans: (query?: OrphansOptions, options?: RequestOptions) =>
      send.json<Orphans>("GET", "/api/v1/stats/orphans", { query }, options),
  };
}
