import { type ByteBuffer, createByteBuffer } from "../lib/byte-buffer.ts";
import { SECOND_MS } from "../lib/time.ts";
import { addSum } from "./line-sum.ts";
import { createOutlet, type JournalStatus, type OutletOptions } from "./outlet.ts";
import type { RoomState } from "./room.ts";
import { countLines, cutLeftovers } from "./segments.ts";
import { createTroubleLog, type JournalLog } from "./trouble-log.ts";

/** Where clicks are safe before the redirect is answered, until the click store has them. */
export type Journal = {
  /** Resolves once the line that is written is in the file: one write for all lines of an event-loop turn. */
  append(writeLine: (line: ByteBuffer) => void): Promise<void>;
  /** Closes the open segment, if it holds anything; from then on it does not change. */
  seal(): void;
  /** The segment that is being written to, which nobody else may touch. */
  openSegment(): string | null;
  state(): JournalState;
  /** Writes what waits, and resolves once it is on the disk. */
  close(): Promise<void>;
};

/** What is on the disk (a second old at most), what waits in memory because it could not be written yet, and what was given up. */
export type JournalState = RoomState & { status: JournalStatus; heldBytes: number; droppedClicks: number };

/** `maxBytes` is how much may wait on the disk, and in memory after that; without it 80 % of what the disk has for it. */
export type JournalOptions = Omit<OutletOptions, "onError"> & { log: JournalLog };

/** While nothing can be written, this much waits in memory; clicks that come after that are dropped. */
const HELD_BYTES = 64 * 1024 * 1024;

/** Opens the journal; segments that an earlier process left behind are cut to their last whole line. */
export function openJournal({ log, ...options }: JournalOptions): Journal {
  cutTornEnds(options.folder, log);
  const heldAtMost = Math.min(HELD_BYTES, options.maxBytes ?? HELD_BYTES);
  const onError = (err: unknown) => log.error({ err }, "the journal was not sealed or forced onto the disk");
  const outlet = createOutlet({ ...options, onError });
  const tell = createTroubleLog(log);
  const pending = createByteBuffer();
  let turn: PromiseWithResolvers<void> | null = null;
  let droppedClicks = 0;

  function commit(): void {
    const finished = turn;
    turn = null;
    // While nothing can be written, only the timer tries again.
    if (outlet.status() === "ok") write();
    finished?.resolve();
  }

  function write(): void {
    const before = outlet.status();
    outlet.write(pending);
    const status = outlet.status();
    if (status !== "ok" || before !== "ok")
      tell(status, { heldBytes: pending.length(), droppedClicks, err: outlet.failure() });
  }

  /** @param isLast nothing may happen later */
  function tick(isLast = false): void {
    if (isLast) outlet.room.measure();
    else void outlet.room.measureBeside();
    write();
  }

  /** The journal is in order, so what has waited longest stays; and nothing that is held has to be moved for it. */
  function drop(start: number): void {
    droppedClicks += countLines(pending.bytes(start));
    pending.cut(start);
  }

  outlet.room.measure();
  const timers = [setInterval(() => tick(), SECOND_MS)];
  if (options.fsyncMs > 0) timers.push(setInterval(() => void outlet.sync(), options.fsyncMs));

  return {
    append(writeLine) {
      const start = pending.length();
      addWhole(pending, writeLine);
      if (pending.length() > heldAtMost && outlet.status() !== "ok") drop(start);
      if (!turn) {
        turn = Promise.withResolvers();
        setImmediate(commit);
      }
      return turn.promise;
    },
    seal: () => void outlet.seal(),
    openSegment: outlet.openSegment,
    state: () => ({
      ...outlet.room.state(),
      ...{ status: outlet.status(), droppedClicks },
      heldBytes: outlet.status() === "ok" ? 0 : pending.length(),
    }),
    close() {
      timers.forEach(clearInterval);
      tick(true);
      commit();
      return outlet.seal();
    },
  };
}

function cutTornEnds(folder: string, log: JournalLog): void {
  const cutBytes = cutLeftovers(folder);
  if (cutBytes > 0) log.warn({ cutBytes }, "the end of the journal was torn, and is cut off");
}

/** Half a line would spoil the next one, too. */
function addWhole(buffer: ByteBuffer, writeLine: (line: ByteBuffer) => void): void {
  const length = buffer.length();
  try {
    writeLine(buffer);
    addSum(buffer, length);
  } catch (error) {
    buffer.cut(length);
    throw error;
  }
}
