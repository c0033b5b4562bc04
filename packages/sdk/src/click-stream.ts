import type { Click } from "@visoli/contract/click";
import { VisoliConnectionError, VisoliError } from "./errors.ts";
import { readEvents } from "./events.ts";
import type { RequestOptions } from "./options.ts";
import { pause } from "./retry.ts";
import type { Send } from "./send.ts";

/** A click, or a word that some were missed: from `start` to `end`, to be read from the list. */
export type ClickEvent =
  | { event: "click"; id: string; click: Click }
  | { event: "missed"; start: string; end: string };

type Position = { lastEventId: string | undefined; retryMs: number };

const PATH = "/api/v1/clicks/stream";
const RETRY_MS = 2_000;
/** After as many failures in a row as this, the wait no longer grows. */
const MOST_DOUBLINGS = 4;

/**
 * Server-sent events of clicks. Breaks are mended by coming back with the last event's id; a request that is refused
 * for good (`401`, `403`, `404`, ...) ends it. @throws VisoliError, or the reason of the signal
 */
export async function* clickStream(
  send: Send,
  query: { lastEventId?: string | undefined } = {},
  options: RequestOptions = {},
): AsyncGenerator<ClickEvent, void> {
  const { lastEventId, ...filters } = query;
  const position: Position = { lastEventId, retryMs: RETRY_MS };
  for (let failures = 0; ; failures++) {
    try {
      for await (const event of connected(send, filters, position, options)) {
        failures = 0;
        yield event;
      }
    } catch (error) {
      if (!isPassing(error)) throw error;
    }
    await pause(position.retryMs * 2 ** Math.min(failures, MOST_DOUBLINGS), options.signal);
  }
}

/** The events of one connection; where it stood is kept in `position`. Why it ended is found out by coming back. */
async function* connected(
  send: Send,
  query: object,
  position: Position,
  options: RequestOptions,
): AsyncGenerator<ClickEvent, void> {
  const { signal } = options;
  if (signal?.aborted) throw signal.reason;
  // Of its own, so that a signal that lives for days does not hold on to each connection there was.
  const leaving = new AbortController();
  const leave = () => leaving.abort(signal?.reason);
  signal?.addEventListener("abort", leave, { once: true });
  const { lastEventId } = position;
  const headers = { Accept: "text/event-stream", ...(lastEventId && { "Last-Event-ID": lastEventId }) };
  try {
    const own = { ...options, signal: leaving.signal };
    const { body } = await send.response("GET", PATH, { query, headers }, own);
    for await (const { id, event, data, retry } of body ? readEvents(body, leaving.signal) : []) {
      position.retryMs = retry ?? position.retryMs;
      if (event === "click") {
        position.lastEventId = id;
        yield { event, id, click: JSON.parse(data) as Click };
      } else if (event === "missed") {
        yield { event, ...(JSON.parse(data) as { start: string; end: string }) };
      }
    }
  } finally {
    signal?.removeEventListener("abort", leave);
    leave();
  }
}

/** Whether it is worth coming back. */
function isPassing(error: unknown): boolean {
  if (error instanceof VisoliError) return error.status === 429 || error.status >= 500;
  return error instanceof VisoliConnectionError;
}
