import type { Logger } from "pino";
import { memoryWindows } from "./memory-windows.ts";
import { redisWindows } from "./redis-windows.ts";
import type { Windows } from "./windows.ts";

export type OpenWindows = {
  windows: Windows;
  /** Throws where Redis does not answer; null where there is none. */
  pingRedis: (() => Promise<void>) | null;
  close(): void;
};

/** In Redis where there is one: it need not be there yet. */
export function openWindows(redisUrl: string | null, log: Logger): OpenWindows {
  const memory = memoryWindows();
  if (redisUrl === null) return { windows: memory, pingRedis: null, close() {} };
  const redis = redisWindows(redisUrl, memory, (isAway, err) => {
    if (isAway) log.warn({ err }, "Redis is away: until it is back, each process counts limits for itself");
    else log.info("Redis is back: limits are counted together");
  });
  return { windows: redis, pingRedis: redis.ping, close: redis.close };
}
