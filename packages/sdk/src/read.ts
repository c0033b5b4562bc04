import { VisoliConnectionError, VisoliError } from "./errors.ts";

/** @throws VisoliError for an answer that is not JSON */
export async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new VisoliError(response, undefined, "The answer is not JSON: is `baseUrl` that of the service?");
  }
}

export function readBlob(response: Response): Promise<Blob> {
  return response.blob();
}

/**
 * The lines of a body as they come; what is left without an end is no line. Whoever stops reading ends the connection.
 * @throws VisoliConnectionError where it breaks off, or the reason of the signal
 */
export async function* readLines(
  body: ReadableStream<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncGenerator<string, void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((cause) => {
        if (signal?.aborted) throw signal.reason;
        throw new VisoliConnectionError("The connection broke off", { cause });
      });
      if (done) return;
      // A carriage return at the end may be half of an end of line.
      const lines = (rest + decoder.decode(value, { stream: true })).split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop() ?? "";
      yield* lines;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}
