import { VisoliConnectionError, VisoliError } from "./errors.ts";

const FIRST_MS = 500;
const MOST_MS = 8_000;
/** Who is told to come back later than this is told so, instead of waiting. */
const MOST_ASKED_FOR_MS = 60_000;
/** A request was refused before anything was done, or what stands before the service says that it is away. */
const REFUSED = 429;
const AWAY = [502, 503, 504];

/** How safe it is to send a request again: `never`, only where it was surely not done, or always. */
export type Repeat = "never" | "refused" | "always";

/** How long to wait before a failed request is sent again; undefined where it is not to be. Attempts count from 1. */
export function retryDelay(error: unknown, attempt: number, repeat: Repeat): number | undefined {
  if (repeat === "never") return undefined;
  if (error instanceof VisoliConnectionError) return repeat === "always" ? backoff(attempt) : undefined;
  if (!(error instanceof VisoliError)) return undefined;
  const isRefused = error.status === REFUSED;
  if (!isRefused && !(AWAY.includes(error.status) && repeat === "always")) return undefined;
  if (error.retryAfter === undefined) return backoff(attempt);
  const askedForMs = error.retryAfter * 1_000;
  // A little later than asked for, so that those who were told the same do not come together.
  return askedForMs > MOST_ASKED_FOR_MS ? undefined : askedForMs + Math.random() * 250;
}

/** Doubles each time; a random part of it, so that clients that failed together do not come back together. */
function backoff(attempt: number): number {
  return Math.min(MOST_MS, FIRST_MS * 2 ** (attempt - 1)) * (0.5 + Math.random() / 2);
}

/** Waits. @throws the signal's reason once it is aborted */
export function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal?.addEventListener("abort", stop, { once: true });
  });
}
