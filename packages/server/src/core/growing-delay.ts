import { memoryWindows } from "../adapters/limits/memory-windows.ts";
import { type Shared, secondsOf } from "./limits.ts";

export type DelaySettings = {
  /** So many attempts cost no time. */
  free: number;
  /** How long after the first attempt past those the next has to wait; twice as long after each further one. */
  firstS: number;
  /** But no longer than that. */
  mostS: number;
  /** How long after the first attempt all is forgotten. */
  forgetS: number;
};

/** Makes those wait who try again and again: passwords, codes. */
export type GrowingDelay = {
  /** Counts one more attempt, before it is judged; 0, or the seconds to wait, where it must not be judged. */
  take(name: string): Promise<number>;
  /** The attempt was right: the next begins anew. */
  clear(name: string): Promise<void>;
};

/**
 * By name: of an account, or of an address as `hiddenAddress` gives it. Of many attempts at once no more are let in than of attempts one after the
 * other. Nobody is locked out for longer than `mostS`, whoever else tries.
 */
export function createGrowingDelay(
  { free, firstS, mostS, forgetS }: DelaySettings,
  { name, windows }: Shared = { name: "delay", windows: memoryWindows() },
): GrowingDelay {
  const attemptsOf = (who: string) => `${name}:attempts:${who}`;
  const turnOf = (who: string) => `${name}:turn:${who}`;
  return {
    async take(who) {
      const tried = (await windows.look(attemptsOf(who), forgetS))?.count ?? 0;
      if (tried < free && (await windows.add(attemptsOf(who), forgetS)).count <= free) return 0;
      const delayS = Math.min(firstS * 2 ** Math.max(0, tried - free), mostS);
      const turn = await windows.add(turnOf(who), delayS);
      if (turn.count > 1) return secondsOf(turn);
      await windows.add(attemptsOf(who), forgetS);
      return 0;
    },
    async clear(who) {
      await Promise.all([windows.forget(attemptsOf(who)), windows.forget(turnOf(who))]);
    },
  };
}
