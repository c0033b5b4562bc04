import { RateLimiterMemory } from "rate-limiter-flexible";
import { lastingPart } from "../lib/address.ts";
import { sha256 } from "../lib/hash.ts";

/** How often something may be done in a span of time, by one visitor and by all of them. In the memory of this process only. */
export type Limit = {
  /** Counts one more; 0, or the seconds to wait until the next may be done. */
  take(address: string): Promise<number>;
};

export type LimitSettings = { perAddress: number; total: number; durationS: number };

/** `secret` keeps addresses from being read out of memory. */
export function createLimit({ perAddress, total, durationS }: LimitSettings, secret: string): Limit {
  const ofAddress = new RateLimiterMemory({ points: perAddress, duration: durationS });
  const ofAll = new RateLimiterMemory({ points: total, duration: durationS });
  return {
    async take(address) {
      // Looked at first, so that no more addresses are remembered than may do it.
      const all = await ofAll.get("all");
      if (all && all.consumedPoints >= total) return secondsOf(all);
      const own = await ofAddress.penalty(sha256(`${secret} ${lastingPart(address)}`));
      if (own.consumedPoints > perAddress) return secondsOf(own);
      const count = await ofAll.penalty("all");
      return count.consumedPoints > total ? secondsOf(count) : 0;
    },
  };
}

function secondsOf({ msBeforeNext }: { msBeforeNext: number }): number {
  return Math.max(1, Math.ceil(msBeforeNext / 1_000));
}
