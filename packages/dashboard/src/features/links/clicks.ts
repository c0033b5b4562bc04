import { useQueries } from "@tanstack/react-query";
import type { Link } from "@visoli/contract/link";
import { visoli } from "../../lib/api.ts";
import { useDebounced } from "../../lib/use-debounced.ts";

/** So many links are asked for at once; with 31 days each that is well below what one answer holds. */
const BLOCK = 50;
const REST_MS = 250;
const FRESH_MS = 5 * 60_000;

/** Clicks and scans a day of the last 30 days, by link, of the rows from `first` to `last`; asked in blocks, once scrolling rests. */
export function useRecentClicks(rows: readonly Link[], first: number, last: number, isOn: boolean) {
  const [from, to] = [Math.floor(first / BLOCK), Math.floor(last / BLOCK)];
  const blocks = useDebounced(`${from}-${to}`, REST_MS).split("-").map(Number);
  const [start = 0, end = 0] = blocks;
  const wanted = Array.from({ length: Math.max(0, end - start + 1) }, (_, index) =>
    rows.slice((start + index) * BLOCK, (start + index + 1) * BLOCK).map(({ id }) => id),
  ).filter((ids) => ids.length > 0);
  return useQueries({
    queries: (isOn ? wanted : []).map((ids) => ({
      queryKey: ["stats", "recent", ids],
      queryFn: ({ signal }: { signal: AbortSignal }) => recentClicks(ids, signal),
      staleTime: FRESH_MS,
    })),
    combine: (results) => new Map(results.flatMap(({ data }) => [...(data ?? [])])),
  });
}

async function recentClicks(ids: string[], signal: AbortSignal): Promise<Map<string, number[]>> {
  const { groups = [] } = await visoli.stats.get(
    {
      ...{ period: "30d", interval: "day", groupBy: ["link"], metrics: ["clicks", "scans"], link: ids },
      limit: ids.length,
    },
    { signal },
  );
  const days = new Map(ids.map((id): [string, number[]] => [id, []]));
  for (const { link = "", series = [] } of groups)
    days.set(
      String(link),
      series.map(({ clicks = 0, scans = 0 }) => clicks + scans),
    );
  return days;
}
