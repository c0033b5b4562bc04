import type {
  Template,
  TemplateCreateInput,
  TemplateListInput,
  TemplateListQuery,
  TemplateUpdateInput,
} from "@visoli/contract/template";
import { listOf } from "./lists.ts";
import type { RequestOptions } from "./options.ts";
import type { Query } from "./query.ts";
import type { Send } from "./send.ts";
import { path } from "./url.ts";

export type TemplateListOptions = Query<TemplateListInput, TemplateListQuery>;

/** Templates of links. */
export function templatesOf(send: Send) {
  const at = (id: string) => path`/api/v1/templates/${id}`;
  return {
    create: (input: TemplateCreateInput, options?: RequestOptions) =>
      send.json<Template>("POST", "/api/v1/templates", { body: input }, options),
    ...listOf<TemplateListOptions, Template>(send, "/api/v1/templates"),
    get: (id: string, options?: RequestOptions) => send.json<Template>("GET", at(id), {}, options),
    update: (id: string, changes: TemplateUpdateInput, options?: RequestOptions) =>
      send.json<Template>("PATCH", at(id), { body: changes }, options),
    delete: (id: string, options?: RequestOptions) => send.json<void>("DELETE", at(id), {}, options),
  };
}
