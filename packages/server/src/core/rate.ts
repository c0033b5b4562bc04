import type { Window } from "../adapters/limits/windows.ts";
import { secondsOf } from "./limits.ts";

/** How often somebody has asked in the minute that is under way, this time among them. */
export type Rate = Window & {
  policy: "default" | "address";
  /** null is without end. */
  limit: number | null;
};

export const RATE_WINDOW_S = 60;
/** What the headers say where nothing is refused: the count beside it is true. */
const ENDLESS = 1_000_000_000;

export function isOver({ limit, count }: Rate): boolean {
  return limit !== null && count > limit;
}

/** `RateLimit-Policy` and `RateLimit` by draft-ietf-httpapi-ratelimit-headers, and the older names; times in seconds from now. */
export function setRateHeaders(headers: Headers, rate: Rate): void {
  const limit = rate.limit ?? ENDLESS;
  const remaining = Math.max(0, limit - rate.count);
  const reset = secondsOf(rate);
  headers.set("RateLimit-Policy", `"${rate.policy}";q=${limit};w=${RATE_WINDOW_S}`);
  headers.set("RateLimit", `"${rate.policy}";r=${remaining};t=${reset}`);
  headers.set("X-RateLimit-Limit", String(limit));
  headers.set("X-RateLimit-Remaining", String(remaining));
  headers.set("X-RateLimit-Reset", String(reset));
}
