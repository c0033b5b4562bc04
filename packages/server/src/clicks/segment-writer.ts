import { closeSync, fsync, fsyncSync, ftruncateSync, openSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { crc32 } from "node:zlib";
import type { Faults } from "../lib/faults.ts";
import { type Content, newSegmentName, sealedName } from "./segments.ts";

export type SegmentWriter = {
  /** All bytes or none; opens a segment where none is open. @throws where the disk refuses */
  write(bytes: Uint8Array): void;
  /** Forces what was written onto the disk, now. */
  syncNow(): void;
  /** The same beside the event loop. */
  sync(): Promise<void>;
  /** From now on the open segment, if there is one, does not change, and its name says so; resolves once it is on the disk and closed. */
  seal(): Promise<void>;
  /** Whether the open segment should be sealed for its size. */
  isFull(): boolean;
  /** Name of the open segment. */
  open(): string | null;
};

const SEGMENT_BYTES = 8 * 1024 * 1024;

type Segment = Content & { name: string; fd: number; isSynced: boolean; syncing: Promise<void> };

const fsyncBeside = promisify(fsync);

/** Writes segments into the folder, one after the other. */
export function createSegmentWriter(folder: string, faults: Faults): SegmentWriter {
  let segment: Segment | null = null;
  let begunAt = 0;

  function begin(): Segment {
    // No two of the same millisecond, and none before the last, whatever the clock does.
    begunAt = Math.max(Date.now(), begunAt + 1);
    const name = newSegmentName(begunAt);
    const fd = openSync(join(folder, name), "ax");
    faults("journal.opened");
    return { name, fd, bytes: 0, crc: 0, isSynced: true, syncing: Promise.resolve() };
  }

  return {
    write(bytes) {
      segment ??= begin();
      writeWhole(segment, bytes);
    },
    syncNow() {
      if (!segment || segment.isSynced) return;
      fsyncSync(segment.fd);
      segment.isSynced = true;
    },
    async sync() {
      if (segment) await syncBeside(segment);
    },
    async seal() {
      const sealed = segment;
      segment = null;
      if (!sealed) return;
      try {
        faults("journal.sealing");
        renameSync(join(folder, sealed.name), join(folder, sealedName(sealed.name, sealed)));
        faults("journal.sealed");
      } finally {
        // The file is whole either way; only after a sync may its descriptor go.
        await syncBeside(sealed).finally(() => closeSync(sealed.fd));
      }
    },
    isFull: () => segment !== null && segment.bytes >= SEGMENT_BYTES,
    open: () => segment?.name ?? null,
  };
}

/** One sync at a time; what is written meanwhile waits for the next. */
async function syncBeside(segment: Segment): Promise<void> {
  await segment.syncing.catch(() => {});
  if (segment.isSynced) return;
  segment.isSynced = true;
  segment.syncing = fsyncBeside(segment.fd);
  try {
    await segment.syncing;
  } catch (error) {
    segment.isSynced = false;
    throw error;
  }
}

/** What a full disk cut off is taken back, so that the file ends with a whole line. */
function writeWhole(segment: Segment, bytes: Uint8Array): void {
  try {
    for (let written = 0; written < bytes.byteLength; ) written += writeSync(segment.fd, bytes, written);
  } catch (error) {
    ftruncateSync(segment.fd, segment.bytes);
    throw error;
  }
  segment.bytes += bytes.byteLength;
  segment.crc = crc32(bytes, segment.crc);
  segment.isSynced = false;
}
