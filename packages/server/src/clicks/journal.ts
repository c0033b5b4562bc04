import { SECOND_MS } from "../lib/time.ts";
import { createSegmentWriter } from "./segment-writer.ts";
import { sealLeftovers } from "./segments.ts";

/** Where clicks are safe before the redirect is answered, until the click store has them. */
export type Journal = {
  /** Resolves once the line is in the file: one write for all lines of an event-loop turn. */
  append(line: string): Promise<void>;
  /** Closes the open segment, if it holds anything; from then on it does not change. */
  seal(): void;
  /** The segment that is being written to, which nobody else may touch. */
  openSegment(): string | null;
  /** Lines that could not be written yet, and lines that had to be given up. */
  state(): { heldBytes: number; lostLines: number };
  close(): void;
};

export type JournalOptions = { folder: string; fsyncMs: number; onError(error: unknown): void };

/** With the disk full, this much waits in memory before lines are given up. */
const HELD_BYTES = 64 * 1024 * 1024;

/** Opens the journal; segments that an earlier process left behind are cut to their last whole line. */
export function openJournal({ folder, fsyncMs, onError }: JournalOptions): Journal {
  sealLeftovers(folder);
  const writer = createSegmentWriter(folder);
  let pending = "";
  let turn: PromiseWithResolvers<void> | null = null;
  let failed = false;
  let lostLines = 0;

  function commit(): void {
    const finished = turn;
    turn = null;
    write();
    finished?.resolve();
  }

  function write(): void {
    if (pending === "") return;
    const bytes = Buffer.from(pending);
    failed = !attempt(() => {
      writer.write(bytes);
      if (fsyncMs === 0) writer.sync();
    });
    if (failed && bytes.byteLength <= HELD_BYTES) return;
    if (failed) lostLines += pending.split("\n").length - 1;
    pending = "";
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

  const timer = setInterval(() => {
    write();
    attempt(writer.sync);
  }, fsyncMs || SECOND_MS);

  return {
    append(line) {
      pending += line;
      if (!turn) {
        turn = Promise.withResolvers();
        setImmediate(commit);
      }
      return turn.promise;
    },
    seal: () => void attempt(writer.seal),
    openSegment: writer.open,
    state: () => ({ heldBytes: failed ? pending.length : 0, lostLines }),
    close() {
      clearInterval(timer);
      commit();
      attempt(writer.seal);
    },
  };
}
