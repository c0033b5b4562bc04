import type { RewriteInput, RewriteResult } from "@visoli/contract/rewrite";
import type { RequestOptions } from "./options.ts";
import type { Send } from "./send.ts";

/** Shortens the links of a whole text. */
export function rewriteOf(send: Send) {
  return (input: RewriteInput, options?: RequestOptions) =>
    send.json<RewriteResult>("POST", "/api/v1/rewrite", { body: input }, options);
}
