/** Bytes collected piece by piece, in memory that is used again. */
export type ByteBuffer = {
  /** Adds the bytes. */
  put(bytes: Uint8Array): void;
  /** Adds the text in UTF-8. */
  text(text: string): void;
  /** Adds a whole number from 0 to 2^53 in decimal digits. */
  number(value: number): void;
  length(): number;
  /** What was added, or what of it comes after `start` bytes; stands until something is added or cut. */
  bytes(start?: number): Uint8Array;
  /** Takes back what was added past `length`. */
  cut(length: number): void;
};

const FIRST_BYTES = 1 << 18;
/** More than this is given back once it is not needed any more. */
const KEPT_BYTES = 1 << 22;
/** UTF-8 takes three bytes at most for a UTF-16 unit. */
const BYTES_PER_UNIT = 3;
const MAX_DIGITS = 16;
const ZERO = 48;
/** A number is taken apart in halves of eight digits, which the engine divides as integers. */
const HALF = 100_000_000;

export function createByteBuffer(): ByteBuffer {
  let memory = Buffer.allocUnsafeSlow(FIRST_BYTES);
  let length = 0;

  function reserve(bytes: number): void {
    if (length + bytes <= memory.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(length + bytes, memory.length * 2));
    memory.copy(larger, 0, 0, length);
    memory = larger;
  }

  function digits(value: number, width: number): void {
    let rest = value;
    for (let at = length + width - 1; at >= length; at--) {
      const tenth = (rest / 10) | 0;
      memory[at] = ZERO + rest - tenth * 10;
      rest = tenth;
    }
    length += width;
  }

  return {
    put(bytes) {
      reserve(bytes.length);
      memory.set(bytes, length);
      length += bytes.length;
    },
    text(text) {
      reserve(text.length * BYTES_PER_UNIT);
      // By hand while it is ASCII, as most is: a call out of the engine costs more than a short text.
      for (let at = 0; at < text.length; at++) {
        const code = text.charCodeAt(at);
        if (code > 127) {
          length += memory.write(text.slice(at), length + at) + at;
          return;
        }
        memory[length + at] = code;
      }
      length += text.length;
    },
    number(value) {
      reserve(MAX_DIGITS);
      const high = Math.floor(value / HALF);
      const low = value - high * HALF;
      if (high > 0) digits(high, widthOf(high));
      digits(low, high > 0 ? 8 : widthOf(low));
    },
    length: () => length,
    bytes: (start = 0) => memory.subarray(start, length),
    cut(to) {
      length = to;
      if (to === 0 && memory.length > KEPT_BYTES) memory = Buffer.allocUnsafeSlow(FIRST_BYTES);
    },
  };
}

/** How many digits a whole number below 10^8 has. */
function widthOf(value: number): number {
  let width = 1;
  for (let limit = 10; limit <= value; limit *= 10) width++;
  return width;
}
