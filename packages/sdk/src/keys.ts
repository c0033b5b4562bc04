import type {
  Key,
  KeyCreate,
  KeyListInput,
  KeyListQuery,
  KeyRotateInput,
  KeyUpdate,
  KeyWithSecret,
  LeakedKey,
  LeakReceived,
} from "@visoli/contract/key";
import { listOf } from "./lists.ts";
import type { RequestOptions } from "./options.ts";
import type { Query } from "./query.ts";
import type { Send } from "./send.ts";
import { getTagged } from "./tagged.ts";
import { path } from "./url.ts";

export type KeyListOptions = Query<KeyListInput, KeyListQuery>;

/** API keys. A secret is shown once, so what makes one is not sent a second time by itself. */
export function keysOf(send: Send) {
  const at = (id: string) => path`/api/v1/keys/${id}`;
  return {
    create: (input: KeyCreate, options?: RequestOptions) =>
      send.json<KeyWithSecret>("POST", "/api/v1/keys", { body: input, repeat: "refused" }, options),
    ...listOf<KeyListOptions, Key>(send, "/api/v1/keys"),
    get: (id: string, options?: RequestOptions) => send.json<Key>("GET", at(id), {}, options),
    getWithEtag: (id: string, options?: RequestOptions) => getTagged<Key>(send, at(id), options),
    update: (id: string, changes: KeyUpdate, options?: RequestOptions) =>
      send.json<Key>("PATCH", at(id), { body: changes }, options),
    /** Revokes it: it stays in the list, and works no more. */
    delete: (id: string, options?: RequestOptions) => send.json<Key>("DELETE", at(id), {}, options),
    rotate: (id: string, input: KeyRotateInput = {}, options?: RequestOptions) => {
      const content = { body: input, repeat: "refused" as const };
      return send.json<KeyWithSecret>("POST", path`/api/v1/keys/${id}/rotate`, content, options);
    },
    /** Tells of a key that was found somewhere. Needs no key. */
    reportLeaked: (input: LeakedKey, options?: RequestOptions) => {
      const content = { body: input, repeat: "refused" as const };
      return send.json<LeakReceived>("POST", "/api/v1/keys/leaked", content, options);
    },
  };
}
