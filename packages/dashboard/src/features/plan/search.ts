import { oneOf } from "../../lib/search.ts";

/** How one came back from the page where one pays. */
export type PlanSearch = { checkout?: "done" | "canceled" };

export function readPlanSearch(search: Record<string, unknown>): PlanSearch {
  const checkout = oneOf(search.checkout, ["done", "canceled"]);
  return checkout ? { checkout } : {};
}
