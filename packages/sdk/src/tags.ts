import type { Tag, TagListInput, TagListQuery, TagUpdate } from "@visoli/contract/tag";
import { listOf } from "./lists.ts";
import type { RequestOptions } from "./options.ts";
import type { Query } from "./query.ts";
import type { Send } from "./send.ts";
import { path } from "./url.ts";

export type TagListOptions = Query<TagListInput, TagListQuery>;

/** Tags; they are made by links that name them. */
export function tagsOf(send: Send) {
  const at = (id: string) => path`/api/v1/tags/${id}`;
  return {
    ...listOf<TagListOptions, Tag>(send, "/api/v1/tags"),
    update: (id: string, changes: TagUpdate, options?: RequestOptions) =>
      send.json<Tag>("PATCH", at(id), { body: changes }, options),
    delete: (id: string, options?: RequestOptions) => send.json<void>("DELETE", at(id), {}, options),
  };
}
