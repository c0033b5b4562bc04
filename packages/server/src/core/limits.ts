import { memoryWindows } from "../adapters/limits/memory-windows.ts";
import type { Window, Windows } from "../adapters/limits/windows.ts";
import { lastingPart } from "../lib/address.ts";
import { sha256 } from "../lib/hash.ts";

/** How often something may be done in a span of time, by one visitor and by all of them. */
export type Limit = {
  /** Counts one more; 0, or the seconds to wait until the next may be done. */
  take(address: string): Promise<number>;
};

export type LimitSettings = { perAddress: number; total: number; durationS: number };
/** Where it is counted, and under which name: by all nodes together, if the windows are shared. */
export type Shared = { name: string; windows: Windows };

/**
 * `secret` keeps addresses from being read out of memory, and has to be the same on every node where the windows are shared. In the memory of
 * this process only, unless told where.
 */
export function createLimit(
  { perAddress, total, durationS }: LimitSettings,
  secret: string,
  { name, windows }: Shared = { name: "limit", windows: memoryWindows() },
): Limit {
  const ofAll = `${name}:all`;
  return {
    async take(address) {
      // Looked at first, so that no more addresses are remembered than may do it.
      const all = await windows.look(ofAll, durationS);
      if (all && all.count >= total) return secondsOf(all);
      const own = await windows.add(`${name}:${hiddenAddress(address, secret)}`, durationS);
      if (own.count > perAddress) return secondsOf(own);
      const count = await windows.add(ofAll, durationS);
      return count.count > total ? secondsOf(count) : 0;
    },
  };
}

/** What limits know an address by, or the network that lasts: without the secret nobody learns which it is. */
export function hiddenAddress(address: string, secret: string): string {
  return sha256(`${secret} ${lastingPart(address)}`);
}

/** Whole seconds, rounded up: who waits so long has waited long enough. */
export function secondsOf({ msLeft }: Pick<Window, "msLeft">): number {
  return Math.max(1, Math.ceil(msLeft / 1_000));
}
