import { problem } from "../core/errors.ts";
import { createThread, ThreadBusy } from "../lib/thread.ts";
import { type Reading, type ReadQuestion, readContent } from "./read.ts";

/** Up to here even the worst content takes some milliseconds. */
const MAX_LENGTH_AT_ONCE = 10_000;
const MAX_WAITING = 16;

export type ContentReader = (question: ReadQuestion) => Promise<Reading>;

/** Reads short content at once, and what could hold up redirects on a thread of its own. @throws service.unavailable */
export function createReader(): ContentReader {
  const ask = createThread<ReadQuestion, Reading>(new URL("./read-worker.ts", import.meta.url), MAX_WAITING);
  return async (question) => {
    if (question.content.length <= MAX_LENGTH_AT_ONCE) return readContent(question);
    try {
      return await ask(question);
    } catch (error) {
      if (!(error instanceof ThreadBusy)) throw error;
      throw problem("service.unavailable", "Too many long texts are being rewritten; try again soon");
    }
  };
}
