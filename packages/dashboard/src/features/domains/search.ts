import { textOf } from "../../lib/search.ts";

/** `panel`: `new`, or the id of the domain that is open beside. */
export type DomainsSearch = { panel?: string };

export function readDomainsSearch(search: Record<string, unknown>): DomainsSearch {
  const panel = textOf(search.panel);
  return panel ? { panel } : {};
}
