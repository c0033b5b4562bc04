import { closeSync, fsyncSync, ftruncateSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { newSegmentName } from "./segments.ts";

export type SegmentWriter = {
  /** All bytes or none; opens a segment where none is open. @throws where the disk refuses */
  write(bytes: Uint8Array): void;
  /** Forces what was written onto the disk. */
  sync(): void;
  /** Closes the open segment, if there is one. */
  seal(): void;
  /** Name of the open segment. */
  open(): string | null;
};

/** A segment is sealed at this size, whether or not anybody asks. */
const SEGMENT_BYTES = 8 * 1024 * 1024;

type Segment = { name: string; fd: number; bytes: number; isSynced: boolean };

/** Writes segments into the folder, one after the other. */
export function createSegmentWriter(folder: string): SegmentWriter {
  let segment: Segment | null = null;

  function begin(): Segment {
    const name = newSegmentName();
    return { name, fd: openSync(join(folder, name), "ax"), bytes: 0, isSynced: true };
  }

  function sync(): void {
    if (!segment || segment.isSynced) return;
    fsyncSync(segment.fd);
    segment.isSynced = true;
  }

  function seal(): void {
    if (!segment) return;
    sync();
    closeSync(segment.fd);
    segment = null;
  }

  return {
    write(bytes) {
      segment ??= begin();
      writeWhole(segment, bytes);
      if (segment.bytes >= SEGMENT_BYTES) seal();
    },
    sync,
    seal,
    open: () => segment?.name ?? null,
  };
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
