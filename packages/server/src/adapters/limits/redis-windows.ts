import { createClient } from "@redis/client";
import { RateLimiterRedis } from "rate-limiter-flexible";
import { within } from "../../lib/within.ts";
import type { Window, Windows } from "./windows.ts";

export type RedisWindows = Windows & {
  /** @throws where Redis does not answer */
  ping(): Promise<void>;
  close(): void;
};

const NO_LIMIT = Number.MAX_SAFE_INTEGER;
const PREFIX = "visoli";
const CONNECT_MS = 2_000;
/** Whoever asks for a limit waits no longer. */
const PATIENCE_MS = 250;
/** So long nothing is asked of a Redis that was too slow. */
const PAUSE_MS = 1_000;

/**
 * Counts in Redis, one round trip each. It connects, and comes back, by itself; while it is away or slow the windows of `spare` count, which
 * is said once. @param say is called as that changes
 */
export function redisWindows(
  url: string,
  spare: Windows,
  say: (isAway: boolean, error?: unknown) => void,
): RedisWindows {
  const client = createClient({
    url,
    disableOfflineQueue: true,
    commandsQueueMaxLength: 10_000,
    socket: { connectTimeout: CONNECT_MS, reconnectStrategy: (tries) => Math.min(tries * 100, 2_000) },
  });
  const limiter = new RateLimiterRedis({
    ...{ storeClient: client, keyPrefix: PREFIX, points: NO_LIMIT, duration: 1 },
    ...{ useRedisPackage: true, rejectIfRedisNotReady: true },
  });
  let isAway = false;
  let pauseUntil = 0;

  function note(away: boolean, error?: unknown): void {
    if (away !== isAway) say(away, error);
    isAway = away;
  }

  async function ask<Answer>(redis: () => Promise<Answer>, instead: () => Promise<Answer>): Promise<Answer> {
    if (performance.now() < pauseUntil) return instead();
    try {
      const answer = await within(PATIENCE_MS, redis());
      note(false);
      return answer;
    } catch (error) {
      // One that is not connected says so at once.
      if (client.isReady) pauseUntil = performance.now() + PAUSE_MS;
      note(true, error);
      return instead();
    }
  }

  client.on("error", (error: unknown) => note(true, error));
  // It goes on trying by itself.
  client.connect().catch(() => {});
  return {
    add: (name, durationS) =>
      ask(
        async () => windowOf(await limiter.penalty(name, 1, { customDuration: durationS })),
        () => spare.add(name, durationS),
      ),
    look: (name, durationS) =>
      ask(
        async () => {
          const found = await limiter.get(name);
          return found && windowOf(found);
        },
        () => spare.look(name, durationS),
      ),
    forget: async (name) => {
      await spare.forget(name);
      await ask(
        async () => void (await limiter.delete(name)),
        async () => {},
      );
    },
    ping: async () => void (await client.ping()),
    close: () => client.destroy(),
  };
}

function windowOf({
  consumedPoints,
  msBeforeNext,
}: {
  consumedPoints: number;
  msBeforeNext: number;
}): Window {
  return { count: consumedPoints, msLeft: Math.max(msBeforeNext, 1) };
}
