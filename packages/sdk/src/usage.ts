import type { Plans } from "@visoli/contract/plan";
import type { Usage } from "@visoli/contract/usage";
import type { RequestOptions } from "./options.ts";
import type { Send } from "./send.ts";

/** What the plan allows, and how much of it is used. */
export function usageOf(send: Send) {
  return {
    get: (options?: RequestOptions) => send.json<Usage>("GET", "/api/v1/usage", {}, options),
  };
}

/** The plans there are. */
export function plansOf(send: Send) {
  return {
    list: (options?: RequestOptions) => send.json<Plans>("GET", "/api/v1/plans", {}, options),
  };
}
