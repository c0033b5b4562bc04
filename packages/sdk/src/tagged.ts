import type { RequestOptions } from "./options.ts";
import type { Send } from "./send.ts";

/** Something with its version: pass `etag` as `ifMatch`, and nobody else's change is overwritten. */
export type Tagged<Value> = { value: Value; etag: string };

/** Reads something together with its ETag. */
export async function getTagged<Value>(
  send: Send,
  path: string,
  options?: RequestOptions,
): Promise<Tagged<Value>> {
  let etag = "";
  const onResponse: RequestOptions["onResponse"] = (answer) => {
    etag = answer.headers.get("ETag") ?? "";
    options?.onResponse?.(answer);
  };
  return { value: await send.json<Value>("GET", path, {}, { ...options, onResponse }), etag };
}
