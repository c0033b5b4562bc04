import { queryOptions } from "@tanstack/react-query";
import { visoli } from "./api.ts";

/** How many are offered to choose from. */
const MAX_CHOICES = 500;

async function some<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) {
    found.push(item);
    if (found.length === MAX_CHOICES) break;
  }
  return found;
}

const kept = { staleTime: 60_000 };
export const tagsQuery = queryOptions({
  queryKey: ["tags", "choices"],
  queryFn: ({ signal }) => some(visoli.tags.all({}, { signal })),
  ...kept,
});
export const foldersQuery = queryOptions({
  queryKey: ["folders", "choices"],
  queryFn: ({ signal }) => some(visoli.folders.all({}, { signal })),
  ...kept,
});
export const domainsQuery = queryOptions({
  queryKey: ["domains", "choices"],
  queryFn: ({ signal }) => some(visoli.domains.all({}, { signal })),
  ...kept,
});
export const membersQuery = queryOptions({
  queryKey: ["members", "choices"],
  queryFn: ({ signal }) => some(visoli.members.all({}, { signal })),
  ...kept,
});
export const keysQuery = queryOptions({
  queryKey: ["keys", "choices"],
  queryFn: ({ signal }) => some(visoli.keys.all({}, { signal })),
  ...kept,
});
export const templatesQuery = queryOptions({
  queryKey: ["templates", "choices"],
  queryFn: ({ signal }) => some(visoli.templates.all({}, { signal })),
  ...kept,
});
