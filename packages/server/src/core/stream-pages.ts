type Page<Item> = { data: Item[]; nextCursor: string | null };

/** The head, then each item as text, read page by page and only as fast as somebody takes it. The first page is there already. */
export function streamPages<Item>(
  first: Page<Item>,
  read: (cursor: string) => Promise<Page<Item>>,
  { head, textOf }: { head: string; textOf(item: Item): string },
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let [page, before]: [Page<Item> | null, string] = [first, head];
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (page === null) return controller.close();
        const { data, nextCursor } = page;
        const text = before + data.map(textOf).join("");
        before = "";
        page = nextCursor === null ? null : await read(nextCursor);
        if (text !== "") controller.enqueue(encoder.encode(text));
        else controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}
