import { createClient } from "@redis/client";

/** Tells the processes that share a Redis that there is something new to be read in the database. What it is, it does not say. */
export type News = {
  /** Waits for nobody; of many calls at once one word goes out. */
  tell(): void;
  /** `hear` is called when another process has told. One that is missed does no harm to who looks by itself now and then. */
  listen(hear: () => void): void;
  close(): void;
};

/** Long enough for what a bulk request changes together. */
const GATHER_MS = 5;
const CONNECT_MS = 2_000;

/** @param channel the same in all processes of an installation, and in no others; @param self which of them this is */
export function openNews(redisUrl: string | null, channel: string, self: string): News {
  if (redisUrl === null) return { tell() {}, listen() {}, close() {} };
  // Who counts limits there says whether Redis is away.
  const client = () => createClient({ url: redisUrl, ...OPTIONS }).on("error", () => {});
  const [teller, listener] = [client(), client()];
  teller.connect().catch(() => {});
  let timer: Timer | undefined;
  return {
    tell() {
      timer ??= setTimeout(() => {
        timer = undefined;
        if (teller.isReady) teller.publish(channel, self).catch(() => {});
      }, GATHER_MS);
    },
    listen(hear) {
      const subscribe = () => listener.subscribe(channel, (from) => from !== self && hear());
      // Subscribed once, it is so again after each time that Redis was away.
      listener
        .connect()
        .then(subscribe)
        .catch(() => {});
    },
    close() {
      clearTimeout(timer);
      teller.destroy();
      if (listener.isOpen) listener.destroy();
    },
  };
}

const OPTIONS = {
  socket: {
    connectTimeout: CONNECT_MS,
    reconnectStrategy: (tries: number) => Math.min(tries * 100, 2_000),
  },
};
