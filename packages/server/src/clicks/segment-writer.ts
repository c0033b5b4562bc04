import { closeSync, fsync, fsyncSync, ftruncateSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { newSegmentName } from "./segments.ts";

export type SegmentWriter = {
  /** All bytes or none; opens a segment where none is open. @throws where the disk refuses */
  write(bytes: Uint8Array): void;
  /** Forces what was written onto the disk, now. */
  syncNow(): void;
  /** The same beside the event loop. */
  sync(): Promise<void>;
  /** From now on the open segment, if there is one, does not change; resolves once it is on the disk and closed. */
  seal(): Promise<void>;
  /** Whether the open segment should be sealed for its size. */
  isFull(): boolean;
  /** Name of the open segment. */
  open(): string | null;
};

const SEGMENT_BYTES = 8 * 1024 * 1024;

type Segment = { name: string; fd: number; bytes: number; isSynced: boolean; syncing: Promise<void> };

const fsyncBeside = promisify(fsync);

/** Writes segments into the folder, one after the other. */
export function createSegmentWriter(folder: string): SegmentWriter {
  let segment: Segment | null = null;

  function begin(): Segment {
    const name = newSegmentName();
    const fd = openSync(join(folder, name), "ax");
    return { name, fd, bytes: 0, isSynced: true, syncing: Promise.resolve() };
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
      // The file is whole either way; only after a sync may its descriptor go.
      await syncBeside(sealed).finally(() => closeSync(sealed.fd));
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
  segment.isSynced = false;
}
