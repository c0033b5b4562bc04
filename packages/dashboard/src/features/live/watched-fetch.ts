import type { Fetch } from "@visoli/sdk/options";

/** The server says something at least every 15 seconds; after so long a silence there is no connection any more. */
const SILENCE_MS = 40_000;

/** A `fetch` for a stream that tells whether the connection stands, and gives up one that has gone silent. */
export function watchedFetch(tell: (isConnected: boolean) => void, silenceMs = SILENCE_MS): Fetch {
  return async (input, init) => {
    const abort = new AbortController();
    const signal = init.signal ? AbortSignal.any([init.signal, abort.signal]) : abort.signal;
    try {
      const response = await fetch(input, { ...init, signal });
      tell(response.ok);
      if (!response.ok || !response.body) return response;
      const body = watched(response.body, () => tell(false), silenceMs);
      return new Response(body, { status: response.status, headers: response.headers });
    } catch (error) {
      tell(false);
      throw error;
    }
  };
}

function watched(
  body: ReadableStream<Uint8Array>,
  onEnd: () => void,
  silenceMs: number,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = () => {
    clearTimeout(timer);
    onEnd();
  };
  return new ReadableStream({
    async pull(controller) {
      timer = setTimeout(() => void reader.cancel().catch(() => {}), silenceMs);
      try {
        const { done, value } = await reader.read();
        clearTimeout(timer);
        if (!done) return controller.enqueue(value);
        end();
        controller.close();
      } catch (error) {
        end();
        controller.error(error);
      }
    },
    cancel: (reason) => {
      clearTimeout(timer);
      return reader.cancel(reason);
    },
  });
}
