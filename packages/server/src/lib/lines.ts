import { createByteBuffer } from "./byte-buffer.ts";

/** The bytes of a line, without its end; null for one that was longer than `maxBytes` and is left out. */
export type StreamLine = Uint8Array | null;

const NEWLINE = 10;

/**
 * The lines of a stream as they come: each turn gives those that one piece of the stream completed, so that nobody waits for lines that
 * are not sent yet. The last line needs no end, unless the stream broke off: then it may be half a line, and is dropped.
 * @throws what the stream throws where it breaks off
 */
export async function* linesOf(
  stream: ReadableStream<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<StreamLine[]> {
  // The beginning of a line whose end has not come, each byte copied once however small the pieces are.
  const begun = createByteBuffer();
  let isTooLong = false;

  function begin(bytes: Uint8Array): void {
    isTooLong ||= begun.length() + bytes.length > maxBytes;
    if (isTooLong) begun.cut(0);
    else begun.put(bytes);
  }

  function end(): StreamLine {
    const line = isTooLong ? null : new Uint8Array(begun.bytes());
    isTooLong = false;
    begun.cut(0);
    return line;
  }

  for await (const piece of stream) {
    const lines: StreamLine[] = [];
    let start = 0;
    for (let at = piece.indexOf(NEWLINE); at >= 0; at = piece.indexOf(NEWLINE, start)) {
      const bytes = piece.subarray(start, at);
      start = at + 1;
      if (begun.length() === 0 && !isTooLong) lines.push(bytes.length > maxBytes ? null : bytes);
      else {
        begin(bytes);
        lines.push(end());
      }
    }
    begin(piece.subarray(start));
    if (lines.length > 0) yield lines;
  }
  if (isTooLong || begun.length() > 0) yield [end()];
}
