import { type ByteBuffer, createByteBuffer } from "../lib/byte-buffer.ts";
import { SECOND_MS } from "../lib/time.ts";
import { createSegmentWriter } from "./segment-writer.ts";
import { countLines, sealLeftovers } from "./segments.ts";

/** Where clicks are safe before the redirect is answered, until the click store has them. */
export type Journal = {
  /** Resolves once the line that is written is in the file: one write for all lines of an event-loop turn. */
  append(writeLine: (line: ByteBuffer) => void): Promise<void>;
  /** Closes the open segment, if it holds anything; from then on it does not change. */
  seal(): void;
  /** The segment that is being written to, which nobody else may touch. */
  openSegment(): string | null;
  /** Lines that could not be written yet, and lines that had to be given up. */
  state(): { isWriting: boolean; heldBytes: number; lostLines: number };
  /** Writes what waits, and resolves once it is on the disk. */
  close(): Promise<void>;
};

export type JournalOptions = { folder: string; fsyncMs: number; onError(error: unknown): void };

/** With the disk full, this much waits in memory before lines are given up. */
const HELD_BYTES = 64 * 1024 * 1024;

/** Opens the journal; segments that an earlier process left behind are cut to their last whole line. */
export function openJournal({ folder, fsyncMs, onError }: JournalOptions): Journal {
  sealLeftovers(folder);
  const writer = createSegmentWriter(folder);
  const pending = createByteBuffer();
  let turn: PromiseWithResolvers<void> | null = null;
  let failed = false;
  let lostLines = 0;

  function commit(): void {
    const finished = turn;
    turn = null;
    // While the disk refuses, only the timer tries again: all that waits is copied each time.
    if (!failed) write();
    finished?.resolve();
  }

  function write(): void {
    if (pending.length() === 0) return;
    failed = !attempt(() => writer.write(pending.bytes()));
    if (failed && pending.length() <= HELD_BYTES) return;
    if (failed) lostLines += countLines(pending.bytes());
    pending.cut(0);
    // Apart from the write: lines that are in the file must not be written again because the disk did not confirm them.
    if (fsyncMs === 0) attempt(writer.syncNow);
    if (writer.isFull()) seal();
  }

  function attempt(work: () => void): boolean {
    try {
      work();
      return true;
    } catch (error) {
      onError(error);
      return false;
    }
  }

  function seal(): Promise<void> {
    return writer.seal().catch(onError);
  }

  const timers = [setInterval(write, SECOND_MS)];
  if (fsyncMs > 0) timers.push(setInterval(() => void writer.sync().catch(onError), fsyncMs));

  return {
    append(writeLine) {
      addWhole(pending, writeLine);
      if (!turn) {
        turn = Promise.withResolvers();
        setImmediate(commit);
      }
      return turn.promise;
    },
    seal: () => void seal(),
    openSegment: writer.open,
    state: () => ({ isWriting: !failed, heldBytes: failed ? pending.length() : 0, lostLines }),
    close() {
      timers.forEach(clearInterval);
      write();
      commit();
      return seal();
    },
  };
}

/** Half a line would spoil the next one, too. */
function addWhole(buffer: ByteBuffer, writeLine: (line: ByteBuffer) => void): void {
  const length = buffer.length();
  try {
    writeLine(buffer);
  } catch (error) {
    buffer.cut(length);
    throw error;
  }
}
