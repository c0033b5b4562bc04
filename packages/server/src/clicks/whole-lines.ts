import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isClickRow } from "../analytics/row.ts";
import { hasItsSum } from "./line-sum.ts";
import { tokenOf } from "./segments.ts";

/** Whether a line, without its end, is to be believed. */
export type Trust = (line: Buffer) => boolean;
export type Sorted = { whole: Buffer[]; damaged: Buffer[] };

/** As it was written, by its sum; lines of older versions have none, and must be rows. */
export const isAsWritten: Trust = (line) => hasItsSum(line) ?? isRow(line);

/** Whether the click store should take it, whatever its sum says. */
export const isTakeable: Trust = (line) => hasItsSum(line) !== false && isRow(line);

/** Every line of the segment that is not empty. */
export function sortLines(folder: string, name: string, isTrusted: Trust): Sorted {
  const sorted: Sorted = { whole: [], damaged: [] };
  for (const line of linesOf(readFileSync(join(folder, name))))
    (isTrusted(line) ? sorted.whole : sorted.damaged).push(line);
  return sorted;
}

/** Writes the lines as a file for the click store, lets it be used, and removes it. */
export async function withFileOf(
  folder: string,
  lines: Buffer[],
  use: (file: string) => Promise<void>,
): Promise<void> {
  const file = join(aside(folder, "damaged"), "mended.jsonl");
  writeFileSync(file, joined(lines));
  try {
    await use(file);
  } finally {
    rmSync(file, { force: true });
  }
}

/** Keeps damaged lines for whoever wants to look at them; once, also where it is done again. */
export function keepDamaged(folder: string, name: string, lines: Buffer[]): void {
  writeFileSync(join(aside(folder, "damaged"), `${tokenOf(name)}.txt`), joined(lines));
}

/** Puts a whole segment out of the way. */
export function keepRefused(folder: string, name: string): void {
  renameSync(join(folder, name), join(aside(folder, "refused"), name));
}

function aside(folder: string, kind: "damaged" | "refused"): string {
  const path = join(folder, kind);
  mkdirSync(path, { recursive: true });
  return path;
}

function joined(lines: Buffer[]): Buffer {
  return Buffer.concat(lines.flatMap((line) => [line, Buffer.from("\n")]));
}

function linesOf(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf("\n", start);
    const line = bytes.subarray(start, end < 0 ? bytes.length : end);
    if (line.some((byte) => byte !== 32 && byte !== 9 && byte !== 13)) lines.push(line);
    start += line.length + 1;
  }
  return lines;
}

function isRow(line: Buffer): boolean {
  try {
    return isClickRow(JSON.parse(line.toString("utf8")));
  } catch {
    return false;
  }
}
