import type { BulkResult } from "@visoli/contract/bulk";
import { problem } from "../core/errors.ts";
import { linesOf, type StreamLine } from "../lib/lines.ts";
import type { Line } from "./bulk.ts";

export const MAX_LINE_BYTES = 1_048_576;
const DECODER = new TextDecoder("utf-8", { fatal: true });

/**
 * Answers a stream of lines with a stream of results, a line each, in order. It reads only as fast as its answers are taken, so that
 * memory stays the same however long the stream is; where the request breaks off, what was answered is what was done.
 */
export function answerStream(
  body: ReadableStream<Uint8Array>,
  answer: (lines: Line[]) => Promise<BulkResult[]>,
  linesPerTransaction: number,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const results = resultsOf(body, answer, linesPerTransaction);
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await results.next().catch(() => ({ done: true, value: undefined }));
        if (done || !value) return controller.close();
        controller.enqueue(encoder.encode(value.map((result) => `${JSON.stringify(result)}\n`).join("")));
      },
      async cancel() {
        await results.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}

async function* resultsOf(
  body: ReadableStream<Uint8Array>,
  answer: (lines: Line[]) => Promise<BulkResult[]>,
  linesPerTransaction: number,
): AsyncGenerator<BulkResult[], undefined> {
  let index = 0;
  for await (const some of linesOf(body, MAX_LINE_BYTES)) {
    const lines = some
      .filter((bytes) => bytes === null || !isBlank(bytes))
      .map((bytes) => readLine(index++, bytes));
    for (let start = 0; start < lines.length; start += linesPerTransaction) {
      yield await answer(lines.slice(start, start + linesPerTransaction));
      // Redirects that came meanwhile are answered first.
      await new Promise(setImmediate);
    }
  }
  return undefined;
}

function readLine(index: number, bytes: StreamLine): Line {
  if (bytes === null) {
    const unreadable = problem("request.too_large", `A line may have ${MAX_LINE_BYTES} bytes at most`);
    return { index, value: null, unreadable };
  }
  try {
    return { index, value: JSON.parse(DECODER.decode(bytes)) };
  } catch {
    return { index, value: null, unreadable: problem("request.malformed", "The line is not JSON in UTF-8") };
  }
}

/** Nothing but what JSON calls white space. */
function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
}
