import type { BulkResult } from "@visoli/contract/bulk";
import { problem } from "../core/errors.ts";
import { linesOf, type StreamLine } from "../lib/lines.ts";
import { LINES_PER_TURN, type Line } from "./bulk.ts";

export const MAX_LINE_BYTES = 1_048_576;
const DECODER = new TextDecoder("utf-8", { fatal: true });
const ENCODER = new TextEncoder();

/** Prepares the lines, and gives back what writes and answers them; that is called once those before them are written. */
export type AnswerLines = (lines: Line[]) => () => Promise<BulkResult[]>;
/** The same from bytes to bytes; `first` is the place of the first line. The answer's pieces are taken one a turn. */
export type AnswerBytes = (lines: StreamLine[], first: number) => () => Promise<Iterable<Uint8Array>>;

/** One batch is written while the one before waits to be taken, or the next is prepared. */
const MAX_BATCHES = 2;

/**
 * Answers a stream of lines with a stream of results, a line each, in order. It reads little further than its answers are taken, so that
 * memory stays the same however long the stream is; where the request breaks off, what was answered is what was done.
 */
export function answerStream(
  body: ReadableStream<Uint8Array>,
  answer: AnswerLines,
  linesPerBatch: number,
): ReadableStream<Uint8Array> {
  const answerBytes: AnswerBytes = (lines, first) => {
    const write = answer(lines.map((bytes, place) => readLine(first + place, bytes)));
    return async () => piecesOf(await write());
  };
  return answerBytesOf(body, answerBytes, linesPerBatch);
}

/** The same where others read the lines and spell the results. */
export function answerBytesOf(
  body: ReadableStream<Uint8Array>,
  answer: AnswerBytes,
  linesPerBatch: number,
): ReadableStream<Uint8Array> {
  const batches = batchesOf(body, answer, linesPerBatch);
  let pieces: Iterator<Uint8Array> = [].values();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        let piece = pieces.next();
        while (piece.done) {
          const next = await batches.next();
          if (!next) return controller.close();
          pieces = next[Symbol.iterator]();
          piece = pieces.next();
        }
        // A piece at a time: redirects have their turn in between.
        await new Promise(setImmediate);
        controller.enqueue(piece.value);
      },
      cancel: () => batches.stop(),
    },
    { highWaterMark: 0 },
  );
}

/** The results as lines, some at a time. */
export function* piecesOf(results: BulkResult[]): Generator<Uint8Array<ArrayBuffer>> {
  for (let start = 0; start < results.length; start += LINES_PER_TURN.present)
    yield linesFor(results.slice(start, start + LINES_PER_TURN.present));
}

export function linesFor(results: BulkResult[]): Uint8Array<ArrayBuffer> {
  return ENCODER.encode(results.map((result) => `${JSON.stringify(result)}\n`).join(""));
}

/** The lines in batches: of what has come, so that nobody waits for lines that are not sent yet; larger while the database is at work. */
function batchesOf(body: ReadableStream<Uint8Array>, answer: AnswerBytes, linesPerBatch: number) {
  const waiting: StreamLine[] = [];
  const underway: Promise<Iterable<Uint8Array>>[] = [];
  let begun = 0;
  let writing: Promise<unknown> = Promise.resolve();
  let isAtEnd = false;
  let changed = Promise.withResolvers<void>();

  function begin(): void {
    const isWorth = () => underway.length === 0 || waiting.length >= linesPerBatch || isAtEnd;
    while (waiting.length > 0 && underway.length < MAX_BATCHES && isWorth()) {
      const lines = waiting.splice(0, linesPerBatch);
      const results = writing.then(answer(lines, begun));
      begun += lines.length;
      underway.push(results);
      writing = results;
    }
    changed.resolve();
    changed = Promise.withResolvers();
  }

  async function read(): Promise<void> {
    for await (const some of linesOf(body, MAX_LINE_BYTES)) {
      for (const bytes of some) if (bytes === null || !isBlank(bytes)) waiting.push(bytes);
      begin();
      while (waiting.length >= linesPerBatch && !isAtEnd) await changed.promise;
      if (isAtEnd) return;
    }
  }

  function end(): void {
    isAtEnd = true;
    begin();
  }

  let isReading = false;
  return {
    /** The results of the next batch; null after the last. */
    async next(): Promise<Iterable<Uint8Array> | null> {
      // Where the request breaks off, what came whole is answered.
      if (!isReading) read().then(end, end);
      isReading = true;
      while (underway.length === 0) {
        if (isAtEnd) return null;
        await changed.promise;
      }
      const results = await underway[0];
      underway.shift();
      begin();
      return results ?? null;
    },
    /** Nothing more is read; what has begun is written. */
    stop(): void {
      waiting.length = 0;
      end();
    },
  };
}

export function readLine(index: number, bytes: StreamLine): Line {
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
