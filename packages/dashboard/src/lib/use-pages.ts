import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";

export type Pages<Item> = {
  items: Item[];
  isLoading: boolean;
  error: unknown;
  hasMore: boolean;
  isLoadingMore: boolean;
  loadMore(): void;
  retry(): void;
};

type Load<Item> = (
  cursor: string | undefined,
  signal: AbortSignal,
) => Promise<{ data: Item[]; nextCursor: string | null }>;

/** A list that comes page by page; what is shown stays until a changed question is answered. */
export function usePages<Item>(
  queryKey: readonly unknown[],
  load: Load<Item>,
  { refetchInterval = false as number | false } = {},
): Pages<Item> {
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => load(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval,
  });
  return {
    items: query.data?.pages.flatMap(({ data }) => data) ?? [],
    isLoading: query.isPending,
    error: query.data ? null : query.error,
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    loadMore: () => void query.fetchNextPage(),
    retry: () => void query.refetch(),
  };
}
