import type { ByteBuffer } from "../lib/byte-buffer.ts";
import { type Faults, noFaults } from "../lib/faults.ts";
import { createRoom, type Room } from "./room.ts";
import { createSegmentWriter, type SegmentWriter } from "./segment-writer.ts";

/** `full`: it has reached its bound; `failing`: the disk refuses. Either way clicks wait in memory. */
export type JournalStatus = "ok" | "full" | "failing";

/** Where lines leave memory for the disk. */
export type Outlet = {
  /** Writes what waits, as far as there is room for it, and takes that out of the memory. */
  write(waiting: ByteBuffer): void;
  status(): JournalStatus;
  /** Why the last write did not succeed, where the disk has refused. */
  failure(): unknown;
  /** Forces what was written onto the disk, beside the event loop. */
  sync(): Promise<void>;
  seal(): Promise<void>;
  openSegment(): string | null;
  room: Room;
};

export type OutletOptions = {
  folder: string;
  fsyncMs: number;
  onError(error: unknown): void;
  maxBytes?: number | null | undefined;
  faults?: Faults | undefined;
};

/** What waited is written in pieces, so that no segment grows with it, and a part of it may find room. */
const PIECE_BYTES = 256 * 1024;
const NEWLINE = 10;

/** @param options a bound of `null` leaves a part of the disk to others */
export function createOutlet({
  folder,
  fsyncMs,
  onError,
  maxBytes,
  faults = noFaults,
}: OutletOptions): Outlet {
  const writer = createSegmentWriter(folder, faults);
  const room = createRoom(folder, maxBytes ?? null);
  let status: JournalStatus = "ok";
  let failure: unknown;

  function writePiece(piece: Uint8Array): boolean {
    if (!room.has(piece.length)) {
      status = "full";
      return false;
    }
    try {
      writer.write(piece);
    } catch (error) {
      status = "failing";
      failure = error;
      return false;
    }
    faults("journal.written");
    room.take(piece.length);
    status = "ok";
    return true;
  }

  function finish(): void {
    // Apart from the write: lines that are in the file must not be written again because the disk did not confirm them.
    if (fsyncMs === 0) syncNow(writer, onError);
    if (writer.isFull()) void seal();
  }

  function seal(): Promise<void> {
    return writer.seal().catch(onError);
  }

  return {
    write(waiting) {
      const bytes = waiting.bytes();
      if (bytes.length === 0) status = "ok";
      let written = 0;
      while (written < bytes.length) {
        const piece = pieceFrom(bytes, written);
        if (!writePiece(piece)) break;
        written += piece.length;
        finish();
      }
      if (written < bytes.length) bytes.copyWithin(0, written);
      waiting.cut(bytes.length - written);
    },
    status: () => status,
    failure: () => (status === "failing" ? failure : undefined),
    sync: () => writer.sync().catch(onError),
    seal,
    openSegment: writer.open,
    room,
  };
}

function syncNow(writer: SegmentWriter, onError: (error: unknown) => void): void {
  try {
    writer.syncNow();
  } catch (error) {
    onError(error);
  }
}

/** As many whole lines as a piece has room for; one at least. */
function pieceFrom(bytes: Uint8Array, start: number): Uint8Array {
  if (bytes.length - start <= PIECE_BYTES) return start === 0 ? bytes : bytes.subarray(start);
  const end = bytes.lastIndexOf(NEWLINE, start + PIECE_BYTES - 1);
  return bytes.subarray(start, (end >= start ? end : bytes.indexOf(NEWLINE, start)) + 1);
}
