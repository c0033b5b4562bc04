import type {
  Domain,
  DomainCreate,
  DomainListInput,
  DomainListQuery,
  DomainUpdate,
} from "@visoli/contract/domain";
import { listOf } from "./lists.ts";
import type { RequestOptions } from "./options.ts";
import type { Query } from "./query.ts";
import type { Send } from "./send.ts";
import { getTagged } from "./tagged.ts";
import { path } from "./url.ts";

export type DomainListOptions = Query<DomainListInput, DomainListQuery>;

/** Domains. An id is a domain's id or its host. */
export function domainsOf(send: Send) {
  const at = (id: string) => path`/api/v1/domains/${id}`;
  return {
    create: (input: DomainCreate, options?: RequestOptions) =>
      send.json<Domain>("POST", "/api/v1/domains", { body: input }, options),
    ...listOf<DomainListOptions, Domain>(send, "/api/v1/domains"),
    get: (id: string, options?: RequestOptions) => send.json<Domain>("GET", at(id), {}, options),
    getWithEtag: (id: string, options?: RequestOptions) => getTagged<Domain>(send, at(id), options),
    update: (id: string, changes: DomainUpdate, options?: RequestOptions) =>
      send.json<Domain>("PATCH", at(id), { body: changes }, options),
    delete: (id: string, options?: RequestOptions) => send.json<void>("DELETE", at(id), {}, options),
    /** Has the proof looked at now. */
    verify: (id: string, options?: RequestOptions) =>
      send.json<Domain>("POST", path`/api/v1/domains/${id}/verify`, {}, options),
  };
}
