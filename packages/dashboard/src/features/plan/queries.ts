import { queryOptions } from "@tanstack/react-query";
import { visoli } from "../../lib/api.ts";

export const usageQuery = queryOptions({
  queryKey: ["usage"],
  queryFn: ({ signal }) => visoli.usage.get({ signal }),
});
export const plansQuery = queryOptions({
  queryKey: ["plans"],
  queryFn: ({ signal }) => visoli.plans.list({ signal }),
  staleTime: 300_000,
});
export const billingQuery = queryOptions({
  queryKey: ["billing"],
  queryFn: ({ signal }) => visoli.billing.get({ signal }),
});
