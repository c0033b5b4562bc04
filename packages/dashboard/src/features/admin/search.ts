import type { Report } from "@visoli/contract/report";
import { oneOf, textOf } from "../../lib/search.ts";

export const TABS = ["reports", "links", "workspaces", "health"] as const;
export type AdminTab = (typeof TABS)[number];
export const REPORT_STATES = ["open", "blocked", "dismissed"] as const satisfies readonly Report["state"][];

/** What the address says of the instance's page: `q` is looked for among workspaces. */
export type AdminSearch = { tab?: AdminTab; state?: Report["state"]; q?: string };

export function readAdminSearch(search: Record<string, unknown>): AdminSearch {
  const found = {
    ...{ tab: oneOf(search.tab, TABS), state: oneOf(search.state, REPORT_STATES), q: textOf(search.q) },
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}
