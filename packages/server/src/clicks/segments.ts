import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  truncateSync,
  unlinkSync,
} from "node:fs";
import { join } from "node:path";
import { randomText, toBase62 } from "@visoli/contract/base62";

const SUFFIX = ".jsonl";
const NEWLINE = 10;
const PIECE_BYTES = 65_536;

/**
 * A segment is one file of the journal and one batch of the ledger. Its name sorts by age and is never used twice, so it is
 * the batch's deduplication token too; the file's presence is the checkpoint: it goes once the click store has it.
 */
export function newSegmentName(): string {
  return `${toBase62(Date.now(), 8)}-${randomText(12)}${SUFFIX}`;
}

/** Names of all segments, oldest first. */
export function listSegments(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(SUFFIX))
    .sort();
}

/** The token under which the segment's clicks count once. */
export function tokenOf(name: string): string {
  return name.slice(0, -SUFFIX.length);
}

/** How many lines the bytes hold. */
export function countLines(bytes: Uint8Array): number {
  let lines = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) lines++;
  return lines;
}

/** How many lines the segment holds; read in pieces, into memory that is used again. */
export function countSegmentLines(folder: string, name: string): number {
  const file = openSync(join(folder, name), "r");
  const piece = Buffer.allocUnsafeSlow(PIECE_BYTES);
  let lines = 0;
  for (let read = readSync(file, piece); read > 0; read = readSync(file, piece))
    lines += countLines(piece.subarray(0, read));
  closeSync(file);
  return lines;
}

export function removeSegment(folder: string, name: string): void {
  unlinkSync(join(folder, name));
}

/** Cuts off the last line of each segment where the end of the process tore it: nobody was answered for that one. */
export function sealLeftovers(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of listSegments(folder)) {
    const bytes = readFileSync(join(folder, name));
    const whole = bytes.lastIndexOf("\n") + 1;
    if (whole < bytes.length) truncateSync(join(folder, name), whole);
  }
}
