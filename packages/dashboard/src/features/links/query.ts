import {
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  type QueryKey,
} from "@tanstack/react-query";
import type { Link, LinkPage } from "@visoli/contract/link";
import type { LinkListOptions } from "@visoli/sdk/links";
import { visoli } from "../../lib/api.ts";
import { type Pages, withChanged } from "./changed.ts";

const PAGE_SIZE = 100;
/** A list that was scrolled further is not asked again page by page. */
const MAX_REFETCHED_PAGES = 3;

const isShort = ({ state }: { state: { data?: unknown } }) =>
  ((state.data as Pages | undefined)?.pages.length ?? 0) <= MAX_REFETCHED_PAGES;

/** Pages of links, one after the other as they are scrolled to. */
export function linksQuery(options: LinkListOptions) {
  return infiniteQueryOptions({
    queryKey: ["links", "list", options] as const,
    queryFn: ({ pageParam, signal }) =>
      visoli.links.list(
        { ...options, limit: PAGE_SIZE, ...(pageParam !== null && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last: LinkPage) => last.nextCursor,
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: isShort,
    refetchOnReconnect: isShort,
    refetchOnMount: isShort,
  });
}

/** Puts changed links into the lists that are there, and takes out those that a list does not show any more. */
export function showChanged(client: QueryClient, changed: readonly Link[]): void {
  const byId = new Map(changed.map((link) => [link.id, link]));
  for (const [queryKey, pages] of client.getQueriesData<Pages>({ queryKey: ["links", "list"] })) {
    if (!pages) continue;
    const options = queryKey[2] as LinkListOptions;
    client.setQueryData<Pages>(queryKey, withChanged(pages, byId, options));
  }
  void client.invalidateQueries({ queryKey: ["links"], refetchType: "none" });
  void client.invalidateQueries({ queryKey: ["tags"] });
}

/** Puts a new link before the others where the newest come first and nothing narrows the list down; other lists are asked again. */
export function showMade(client: QueryClient, made: Link): void {
  for (const [queryKey, pages] of client.getQueriesData<Pages>({ queryKey: ["links", "list"] })) {
    const [first, ...rest] = pages?.pages ?? [];
    if (!pages || !first || !isPlain(queryKey)) continue;
    const data = [made, ...first.data.filter(({ id }) => id !== made.id)];
    client.setQueryData<Pages>(queryKey, { ...pages, pages: [{ ...first, data }, ...rest] });
  }
  void client.invalidateQueries({
    queryKey: ["links", "list"],
    predicate: (query) => !isPlain(query.queryKey) && isShort(query),
  });
  void client.invalidateQueries({ queryKey: ["tags"] });
}

const isPlain = (queryKey: QueryKey) => Object.keys(queryKey[2] as LinkListOptions).length === 0;
