import type { Key } from "@visoli/contract/key";
import { visoli } from "../../lib/api.ts";
import { type Pages, usePages } from "../../lib/use-pages.ts";

export type KeyMode = Key["mode"];

/** The keys of that kind, the newest first; those that work alone unless all are wanted. */
export function useKeys(mode: KeyMode, isAll: boolean): Pages<Key> {
  return usePages(["keys", mode, isAll], (cursor, signal) =>
    visoli.keys.list(
      { mode, ...(!isAll && { state: "active" }), ...(cursor && { cursor }), limit: 50 },
      { signal },
    ),
  );
}
