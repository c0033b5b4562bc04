import type { PublicStatistics, PublicStatisticsCreate } from "@visoli/contract/public-stats";
import type { RequestOptions } from "./options.ts";
import type { Send } from "./send.ts";
import { path } from "./url.ts";

/** The public page of a link's statistics. */
export function publicStatisticsOf(send: Send) {
  const at = (id: string) => path`/api/v1/links/${id}/public-statistics`;
  return {
    create: (id: string, input: PublicStatisticsCreate, options?: RequestOptions) =>
      send.json<PublicStatistics>("POST", at(id), { body: input }, options),
    get: (id: string, options?: RequestOptions) => send.json<PublicStatistics>("GET", at(id), {}, options),
    delete: (id: string, options?: RequestOptions) => send.json<void>("DELETE", at(id), {}, options),
  };
}
