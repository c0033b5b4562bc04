import { mkdirSync, readdirSync, readFileSync, truncateSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { randomText, toBase62 } from "@visoli/contract/base62";

const SUFFIX = ".jsonl";

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

/** The segment's lines, and the token under which they count once. */
export function readSegment(folder: string, name: string): { lines: string; token: string } {
  return { lines: readFileSync(join(folder, name), "utf8"), token: name.slice(0, -SUFFIX.length) };
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
