import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  statSync,
  truncateSync,
} from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { randomText, toBase62 } from "@visoli/contract/base62";

const SUFFIX = ".jsonl";
/** When it was begun, and what makes it one of its kind; once it is sealed, its length and CRC-32. */
const NAME = /^([0-9A-Za-z]{8}-[0-9A-Za-z]{12})(?:\.(\d{1,15})-([0-9a-f]{8}))?\.jsonl$/;
const NEWLINE = 10;
const PIECE_BYTES = 65_536;

/** What a segment holds. */
export type Content = { bytes: number; crc: number };

/**
 * A segment is one file of the journal and one batch of the ledger. Its name sorts by age and is never used twice, so it is
 * the batch's deduplication token too; the file's presence is the checkpoint: it goes once the click store has it.
 */
export function newSegmentName(begunAt = Date.now()): string {
  return `${toBase62(begunAt, 8)}-${randomText(12)}${SUFFIX}`;
}

/** The segment's name from when on it does not change: a rename cannot be torn or get lost on its own, as a second file could. */
export function sealedName(name: string, { bytes, crc }: Content): string {
  return `${tokenOf(name)}.${bytes}-${crc.toString(16).padStart(8, "0")}${SUFFIX}`;
}

/** What the name says is in the segment; null where the end of a process kept it from being sealed. */
export function sealOf(name: string): Content | null {
  const [, , bytes, crc] = NAME.exec(name) ?? [];
  return bytes === undefined || crc === undefined
    ? null
    : { bytes: Number(bytes), crc: Number.parseInt(crc, 16) };
}

/** Names of all segments, oldest first. Other files are nobody's business here. */
export function listSegments(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => NAME.test(name))
    .sort();
}

/** The same beside the event loop: a directory is not read while the disk is busy with what others force onto it. */
export async function listSegmentsBeside(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => NAME.test(name)).sort();
}

/** The token under which the segment's clicks count once. */
export function tokenOf(name: string): string {
  return name.slice(0, name.indexOf("."));
}

/** How many lines the bytes hold. */
export function countLines(bytes: Uint8Array): number {
  let lines = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) lines++;
  return lines;
}

/** What is in the segment, and how many lines; read in pieces, into memory that is used again. */
export function readContent(folder: string, name: string): Content & { lines: number } {
  const file = openSync(join(folder, name), "r");
  const memory = Buffer.allocUnsafeSlow(PIECE_BYTES);
  const content = { bytes: 0, crc: 0, lines: 0 };
  try {
    for (let read = readSync(file, memory); read > 0; read = readSync(file, memory)) {
      const piece = memory.subarray(0, read);
      content.bytes += read;
      content.crc = crc32(piece, content.crc);
      content.lines += countLines(piece);
    }
  } finally {
    closeSync(file);
  }
  return content;
}

/** Size of the segment in bytes; 0 for one that is gone. */
export function sizeOf(folder: string, name: string): number {
  return sealOf(name)?.bytes ?? statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0;
}

/**
 * Cuts off the last line of each segment that was open, where the end of the process tore it: nobody was answered for that one. After
 * a power cut it may be more. Gives back how many bytes went.
 */
export function cutLeftovers(folder: string): number {
  mkdirSync(folder, { recursive: true });
  let cut = 0;
  for (const name of listSegments(folder).filter((each) => !sealOf(each))) {
    const bytes = readFileSync(join(folder, name));
    const whole = bytes.lastIndexOf("\n") + 1;
    if (whole < bytes.length) truncateSync(join(folder, name), whole);
    cut += bytes.length - whole;
  }
  return cut;
}
