import type { StreamLine } from "./lines.ts";

/** Lines behind each other, and where each ends; -1 for one that was left out. Two buffers can be moved to another thread. */
export type PackedLines = { bytes: Uint8Array<ArrayBuffer>; ends: Int32Array<ArrayBuffer> };

const LEFT_OUT = -1;

export function packLines(lines: readonly StreamLine[]): PackedLines {
  const bytes = new Uint8Array(lines.reduce((sum, line) => sum + (line?.length ?? 0), 0));
  const ends = new Int32Array(lines.length);
  let at = 0;
  for (const [place, line] of lines.entries()) {
    if (line) bytes.set(line, at);
    at += line?.length ?? 0;
    ends[place] = line ? at : LEFT_OUT;
  }
  return { bytes, ends };
}

export function unpackLines({ bytes, ends }: PackedLines): StreamLine[] {
  let start = 0;
  return Array.from(ends, (end) => {
    if (end === LEFT_OUT) return null;
    const line = bytes.subarray(start, end);
    start = end;
    return line;
  });
}
