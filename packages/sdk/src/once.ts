import { errorOf, VisoliConnectionError, VisoliError } from "./errors.ts";
import type { Fetch, RequestOptions } from "./options.ts";

type Try<Answer> = Pick<RequestOptions, "signal" | "onResponse"> & {
  url: string;
  init: RequestInit;
  fetch: Fetch | undefined;
  timeoutMs: number;
  read(response: Response): Promise<Answer>;
};

/** Timers cannot count further. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * Sends a request once. Its time counts until the answer is read; of an answer whose body is left to the caller, until
 * that begins, and the signal goes on counting. @throws VisoliError, VisoliConnectionError, or the reason of the signal
 */
export async function once<Answer>(one: Try<Answer>): Promise<Answer> {
  const { signal, init, url, timeoutMs } = one;
  if (signal?.aborted) throw signal.reason;
  const stopping = new AbortController();
  const stop = () => stopping.abort(signal?.reason);
  signal?.addEventListener("abort", stop, { once: true });
  let [isLate, isOpen] = [false, false];
  const timer = setTimeout(
    () => {
      isLate = true;
      stopping.abort();
    },
    Math.min(timeoutMs, LONGEST_MS),
  );
  const failed = (cause: unknown): never => {
    if (signal?.aborted) throw signal.reason;
    if (cause instanceof VisoliError) throw cause;
    const what = isLate ? `No answer within ${timeoutMs} ms` : `No answer: ${cause}`;
    // Without the query: what is searched for need not stand in somebody's log.
    throw new VisoliConnectionError(`${what} (${init.method} ${url.replace(/\?.*/s, "")})`, { cause });
  };
  try {
    // Called by itself: a browser's fetch wants no other `this`.
    const fetch = one.fetch ?? globalThis.fetch;
    const response = await fetch(url, { ...init, signal: stopping.signal }).catch(failed);
    one.onResponse?.({ status: response.status, headers: response.headers });
    if (!response.ok) throw await errorOf(response).catch(failed);
    const answer = await one.read(response).catch(failed);
    isOpen = (answer as unknown) === response;
    return answer;
  } finally {
    clearTimeout(timer);
    if (!isOpen) signal?.removeEventListener("abort", stop);
  }
}
