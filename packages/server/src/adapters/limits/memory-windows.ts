import { RateLimiterMemory } from "rate-limiter-flexible";
import type { Window, Windows } from "./windows.ts";

/** What is counted is refused by whoever asks, not here. */
const NO_LIMIT = Number.MAX_SAFE_INTEGER;

/** In the memory of this process. */
export function memoryWindows(): Windows {
  const limiter = new RateLimiterMemory({ points: NO_LIMIT, duration: 1 });
  return {
    async add(name, durationS) {
      return windowOf(await limiter.penalty(name, 1, { customDuration: durationS }), durationS);
    },
    async look(name, durationS) {
      const found = await limiter.get(name);
      return found && windowOf(found, durationS);
    },
    async forget(name) {
      await limiter.delete(name);
    },
  };
}

/** By a clock that was set back, more would be left than there ever was; what ends the span is a timer, which goes by no clock. */
function windowOf(
  { consumedPoints, msBeforeNext }: { consumedPoints: number; msBeforeNext: number },
  durationS: number,
): Window {
  return { count: consumedPoints, msLeft: Math.min(Math.max(msBeforeNext, 1), durationS * 1_000) };
}
