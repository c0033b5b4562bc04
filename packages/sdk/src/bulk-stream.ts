import type { BulkResult } from "@visoli/contract/bulk";
import { VisoliConnectionError } from "./errors.ts";
import type { RequestOptions } from "./options.ts";
import { readLines } from "./read.ts";
import type { Method, Send } from "./send.ts";

export type Lines<Line> = Iterable<Line> | AsyncIterable<Line>;

const NDJSON = "application/x-ndjson";

/** Sends lines as they come, while their results come back. @throws what the lines throw, too */
export async function* streamed(
  send: Send,
  method: Method,
  lines: Lines<unknown>,
  options: RequestOptions,
): AsyncGenerator<BulkResult, void> {
  const source = bodyOf(lines);
  try {
    const response = await send.response(method, "/api/v1/links/bulk", contentOf(source.body), options);
    let results = 0;
    for await (const line of response.body ? readLines(response.body, options.signal) : []) {
      if (line === "") continue;
      results++;
      yield JSON.parse(line) as BulkResult;
    }
    if (results < source.sent())
      throw new VisoliConnectionError(`${results} results came of ${source.sent()} lines`);
  } catch (error) {
    source.rethrow();
    throw error;
  }
}

function contentOf(body: ReadableStream<Uint8Array>) {
  const headers = { "Content-Type": NDJSON, Accept: NDJSON };
  // The first line may take as long as it likes.
  return { body, headers, repeat: "never" as const, timeoutMs: Number.POSITIVE_INFINITY };
}

/** A body of a line each; `rethrow` throws what the lines threw, if they did. */
function bodyOf(lines: Lines<unknown>) {
  const encoder = new TextEncoder();
  const iterator = (async function* () {
    yield* lines;
  })();
  let sent = 0;
  let failure: { error: unknown } | undefined;
  const body = new ReadableStream<Uint8Array>({
    async pull(stream) {
      try {
        const { done, value } = await iterator.next();
        if (done) return stream.close();
        stream.enqueue(encoder.encode(`${JSON.stringify(value) ?? null}\n`));
        sent++;
      } catch (error) {
        failure = { error };
        stream.error(error);
      }
    },
    cancel: async () => void (await iterator.return()),
  });
  const rethrow = () => {
    if (failure) throw failure.error;
  };
  return { body, sent: () => sent, rethrow };
}
