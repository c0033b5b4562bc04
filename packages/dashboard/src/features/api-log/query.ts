import { useQuery } from "@tanstack/react-query";
import type { LoggedRequest } from "@visoli/contract/api-log";
import { visoli } from "../../lib/api.ts";
import { useHere } from "../../lib/me.ts";
import { type Pages, usePages } from "../../lib/use-pages.ts";
import type { ApiLogSearch } from "./search.ts";

const FOLLOW_MS = 4_000;

export function useApiLog(search: ApiLogSearch, isFollowing: boolean): Pages<LoggedRequest> {
  const { request, mode = "live", ...filters } = search;
  return usePages(
    ["api-log", search],
    (cursor, signal) =>
      visoli.apiLog.list(
        { ...filters, mode, ...(request && { requestId: request }), ...(cursor && { cursor }), limit: 50 },
        { signal },
      ),
    { refetchInterval: isFollowing && FOLLOW_MS },
  );
}

/** What keys are called, by their ids: those of the first page, and everybody's where the person may see them. */
export function useActorNames(mode: "live" | "test"): Map<string, string> {
  const { may, person } = useHere();
  const { data } = useQuery({
    queryKey: ["keys", "names", mode],
    queryFn: ({ signal }) => visoli.keys.list({ mode, limit: 100 }, { signal }),
    enabled: may("keys:read"),
  });
  return new Map([
    [person.id, person.name],
    ...(data?.data.map(({ id, name }) => [id, name] as const) ?? []),
  ]);
}
