import { useMemo } from "react";
import { type Changes, changed, readStatisticsSearch, type StatisticsSearch } from "./search.ts";

type Step = { search: (before: object) => StatisticsSearch; replace: boolean; resetScroll: false };

/** What the address says, and how it is changed. The router leaves in what a route's reading took out: it is read again here. */
export function useAddress(raw: object, go: (step: Step) => void) {
  const search = useMemo(() => readStatisticsSearch({ ...raw }), [raw]);
  const change = (changes: Changes, replace = false) =>
    go({
      search: (before) => changed(readStatisticsSearch({ ...before }), changes),
      replace,
      resetScroll: false,
    });
  return { search, change };
}
