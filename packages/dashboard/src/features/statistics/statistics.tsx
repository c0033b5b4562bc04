import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useMemo } from "react";
import { useHere } from "../../lib/me.ts";
import { ErrorState, Skeleton } from "../../ui/states.tsx";
import { spanOf } from "./period.ts";
import { currenciesQuery, usageQuery } from "./queries.ts";
import { questionOf } from "./question.ts";
import type { Changes, StatisticsSearch } from "./search.ts";
import { type View, ViewProvider } from "./view.tsx";

type Props = {
  search: StatisticsSearch;
  change(changes: Changes, replace?: boolean): void;
  link?: View["link"];
  children: ReactNode;
};

/** Gives the parts of statistics what the address says, and what the plan has. */
export function Statistics({ search, change, link, children }: Props) {
  const { may } = useHere();
  const usage = useQuery({ ...usageQuery, staleTime: 60_000 });
  const currencies = useQuery({ ...currenciesQuery, enabled: may("conversions:read") });
  // The time is told again when the address changes, not at each rendering: it is a part of what is asked.
  const span = useMemo(() => spanOf(search), [search]);
  const question = useMemo(() => questionOf(search, span, link?.id), [search, span, link?.id]);
  if (usage.isError) return <ErrorState error={usage.error} onRetry={() => void usage.refetch()} />;
  if (!usage.data) return <Skeleton className="h-96 w-full" />;
  const { plan, statistics, statisticsDays, clicks } = usage.data;
  const isSpent = clicks.left === 0;
  const metric = search.metric ?? "clicks";
  const isFruit = metric === "conversions" || metric === "value";
  const view: View = {
    ...{ search, span, question, link, change },
    level: { plan, statistics, statisticsDays, isSpent },
    metric: isFruit && !may("conversions:read") ? "clicks" : metric,
    currency: search.currency ?? currencies.data?.currencies[0],
  };
  return <ViewProvider value={view}>{children}</ViewProvider>;
}
