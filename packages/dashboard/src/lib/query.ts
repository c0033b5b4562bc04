import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { VisoliConnectionError, VisoliError } from "@visoli/sdk";
import { reportConnection } from "./connection.ts";

/** Answers are shown at once and asked again when older than this. */
const FRESH_MS = 15_000;

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: onAnyError, onSuccess: () => reportConnection(true) }),
  // Not by the options of a mutation: its own would stand in their place.
  mutationCache: new MutationCache({ onError: onAnyError }),
  defaultOptions: {
    // The client tries again by itself where that makes sense.
    // Without a network a request fails at once, and says so: it does not wait in silence.
    queries: { retry: false, staleTime: FRESH_MS, networkMode: "always" },
    mutations: { retry: false, networkMode: "always" },
  },
});

function onAnyError(error: unknown): void {
  if (error instanceof VisoliConnectionError) reportConnection(false);
  // A wrong password is a 401, too.
  if (error instanceof VisoliError && error.code === "auth.unauthenticated") signIn();
}

/** Leads to the sign-in page, and back here afterwards. */
export function signIn(): void {
  const next = `${location.pathname}${location.search}`;
  location.assign(`/account/sign-in?${new URLSearchParams({ next })}`);
}
