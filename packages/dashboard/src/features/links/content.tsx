import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import type { Link } from "@visoli/contract/link";
import { useCallback, useRef } from "react";
import { useMessages } from "../../lib/messages.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorState, Skeleton } from "../../ui/states.tsx";
import type { Chosen } from "./chosen.ts";
import { EmptyLinks } from "./empty.tsx";
import { List } from "./list.tsx";
import { MESSAGES } from "./messages.ts";
import type { RowDoes } from "./row-menu.tsx";
import type { LinksSearch } from "./search.ts";

type Query = Pick<
  UseInfiniteQueryResult,
  "isPending" | "isError" | "error" | "hasNextPage" | "isFetchNextPageError" | "isFetchingNextPage"
> & { fetchNextPage(): unknown; refetch(): unknown };
type Props = {
  search: LinksSearch;
  list: Query;
  rows: readonly Link[];
  chosen: Chosen;
  does: RowDoes;
  onClear(): void;
  onCreate(): void;
};

/** The list in whatever state it is. */
export function LinksContent({ search, list, rows, chosen, does, onClear, onCreate }: Props) {
  const latest = useRef(list);
  latest.current = list;
  const onNeedMore = useCallback(() => {
    const { isFetchingNextPage, isFetchNextPageError, fetchNextPage } = latest.current;
    if (!isFetchingNextPage && !isFetchNextPageError) fetchNextPage();
  }, []);
  const frame = "min-w-0 overflow-clip rounded-xl border bg-surface";
  if (list.isPending) return <Loading className={frame} />;
  if (list.isError && rows.length === 0)
    return (
      <div className={frame}>
        <ErrorState error={list.error} onRetry={() => list.refetch()} />
      </div>
    );
  if (rows.length === 0)
    return (
      <div className={frame}>
        <EmptyLinks search={search} onClear={onClear} onCreate={onCreate} />
      </div>
    );
  return (
    <>
      <div className={frame}>
        <List {...{ rows, chosen, does, onNeedMore }} hasMore={list.hasNextPage} />
      </div>
      <Foot list={list} count={rows.length} />
    </>
  );
}

function Loading({ className }: { className: string }) {
  return (
    <div className={className} aria-hidden>
      {Array.from({ length: 10 }, (_, index) => (
        <div
          key={`row ${index + 1}`}
          className="flex h-26 items-center gap-4 border-b px-4 last:border-0 md:h-15"
        >
          <Skeleton className="h-4 w-4" />
          <Skeleton className="h-5 flex-1" />
          <Skeleton className="h-5 flex-1" />
        </div>
      ))}
    </div>
  );
}

function Foot({ list, count }: { list: Query; count: number }) {
  const t = useMessages(MESSAGES);
  if (list.isFetchNextPageError)
    return (
      <p role="alert" className="flex items-center justify-center gap-3 text-alarm">
        {t("loadFailed")}
        <Button size="small" onClick={() => list.fetchNextPage()}>
          {t("retry")}
        </Button>
      </p>
    );
  const said = list.isFetchingNextPage ? t("loadingMore") : t(list.hasNextPage ? "loaded" : "all", { count });
  return (
    <p className="flex justify-between gap-4 text-[0.8125rem] text-soft">
      <span role="status">{said}</span>
      <span className="max-lg:hidden">{t("keysHelp")}</span>
    </p>
  );
}
