import type { RequestOptions } from "./options.ts";
import type { Send } from "./send.ts";

export type Page<Item> = { data: Item[]; nextCursor: string | null };
type Leafing = { limit?: number | undefined; cursor?: string | undefined };

/** A list that is answered in pages: one page, and all items, page after page as they are asked for. */
export function listOf<Query extends Leafing, Item>(send: Send, path: string, pageSize = 100) {
  const list = (query?: Query, options?: RequestOptions) =>
    send.json<Page<Item>>("GET", path, { query }, options);
  return {
    list,
    all: (query?: Query, options?: RequestOptions): AsyncGenerator<Item, void> =>
      everyItem((cursor) =>
        list({ limit: pageSize, ...query, ...(cursor !== null && { cursor }) } as Query, options),
      ),
  };
}

/** Every item of a list, following its cursors from the beginning, or from where the first page begins. */
export async function* everyItem<Item>(
  readPage: (cursor: string | null) => Promise<Page<Item>>,
): AsyncGenerator<Item, void> {
  let cursor: string | null = null;
  do {
    const page: Page<Item> = await readPage(cursor);
    yield* page.data;
    cursor = page.nextCursor;
  } while (cursor !== null);
}
