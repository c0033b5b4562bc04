import type { RequestOptions } from "./options.ts";
import type { Send } from "./send.ts";

/** A file begins once its question was asked, which may take longer than an answer. */
const TIMEOUT_MS = 600_000;

/** An export: the answer, its body a stream, and its address for whoever is signed in in a browser. */
export function exportOf<Query extends object>(send: Send, path: string) {
  return {
    export: (query?: Query, options?: RequestOptions): Promise<Response> => {
      const content = { query, headers: { Accept: "*/*" }, timeoutMs: TIMEOUT_MS };
      return send.response("GET", path, content, options);
    },
    exportUrl: (query?: Query): string => send.url(path, query),
  };
}
