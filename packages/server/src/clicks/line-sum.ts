import type { ByteBuffer } from "../lib/byte-buffer.ts";
import { bytesOf } from "./step.ts";

const SUM = bytesOf(',"crc":');
const END = bytesOf("}\n");
const [BRACE, NEWLINE] = [125, 10];
const MAX_DIGITS = 10;

/**
 * Gives the row that was written from `start` on its CRC-32, as a last member that the click store passes over: damage to a line
 * costs that line alone, and is told from a line that is merely odd. The sum is that of the row as it was before.
 */
export function addSum(line: ByteBuffer, start: number): void {
  const row = line.bytes(start);
  const end = row.length - END.length;
  if (end < 2 || row[end] !== BRACE || row[end + 1] !== NEWLINE) return;
  const sum = Bun.hash.crc32(row);
  line.cut(start + end);
  line.put(SUM);
  line.number(sum);
  line.put(END);
}

/** Whether the line (without its end) is as it was written; null where it has no sum, as lines of older versions. */
export function hasItsSum(line: Buffer): boolean | null {
  const at = line.lastIndexOf(SUM);
  if (at < 0 || line.length - at > SUM.length + MAX_DIGITS + 1) return null;
  const row = Buffer.concat([line.subarray(0, at), END]);
  return line.toString("latin1", at + SUM.length) === `${Bun.hash.crc32(row)}}`;
}
