import { statfsSync, statSync } from "node:fs";
import { join } from "node:path";
import { listSegments, listSegmentsBeside, sizeOf } from "./segments.ts";

/** How much of the disk the journal takes, and how much it may take. */
export type Room = {
  state(): RoomState;
  /** Whether that much more may be written. */
  has(bytes: number): boolean;
  /** That much was written. */
  take(bytes: number): void;
  /** Looks at the disk: what ingest removed, and what others left. */
  measure(): void;
  /** The same beside the event loop. */
  measureBeside(): Promise<void>;
};
export type RoomState = {
  bytes: number;
  limitBytes: number;
  segments: number;
  /** When the oldest segment was last written to, in milliseconds since 1970; null where there is none. */
  oldestAt: number | null;
};

/** Without a bound in the settings the rest is left to whoever shares the disk: ClickHouse needs room to take what waits. */
const SHARE_OF_FREE = 0.8;

/** @param maxBytes the bound; null for 80 % of what the disk has beside others' files, as it is at the moment */
export function createRoom(folder: string, maxBytes: number | null): Room {
  const state: RoomState = { bytes: 0, limitBytes: 0, segments: 0, oldestAt: null };

  function measure(): void {
    const names = listOrNothing(folder);
    if (names) measureThose(names);
  }

  function measureThose(names: string[]): void {
    state.bytes = names.reduce((sum, name) => sum + sizeOf(folder, name), 0);
    state.segments = names.length;
    state.oldestAt = names[0] === undefined ? null : writtenAt(folder, names[0]);
    state.limitBytes = maxBytes ?? Math.floor((state.bytes + freeBytes(folder)) * SHARE_OF_FREE);
  }

  return {
    state: () => state,
    has: (bytes) => state.bytes + bytes <= state.limitBytes,
    take(bytes) {
      state.bytes += bytes;
    },
    measure,
    async measureBeside() {
      const names = await listSegmentsBeside(folder).catch(() => null);
      if (names) measureThose(names);
    },
  };
}

function writtenAt(folder: string, name: string): number | null {
  return statSync(join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? null;
}

/** null where the folder is away; whoever writes to it next says so. */
function listOrNothing(folder: string): string[] | null {
  try {
    return listSegments(folder);
  } catch {
    return null;
  }
}

/** Where a file system does not tell, it says itself when it is full. */
function freeBytes(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
