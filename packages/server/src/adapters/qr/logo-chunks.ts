import { crc32, inflateSync } from "node:zlib";

/** What the first chunk says of a PNG. */
export type PngHeader = { width: number; height: number; depth: number; colorType: number };

export const GREY = 0;
export const RGB = 2;
export const INDEXED = 3;
export const GREY_ALPHA = 4;
export const RGB_ALPHA = 6;

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const KEPT = /^(?:IHDR|PLTE|tRNS|IDAT|IEND)$/;
const ORDER = /^IHDR(?: PLTE)?(?: tRNS)?(?: IDAT)+ IEND$/;
const CHANNELS: Record<number, number> = {
  [GREY]: 1,
  [RGB]: 3,
  [INDEXED]: 1,
  [GREY_ALPHA]: 2,
  [RGB_ALPHA]: 4,
};
const DEPTHS: Record<number, number[]> = {
  [GREY]: [1, 2, 4, 8, 16],
  [RGB]: [8, 16],
  [INDEXED]: [1, 2, 4, 8],
  [GREY_ALPHA]: [8, 16],
  [RGB_ALPHA]: [8, 16],
};
// Adam7: where each pass begins and how far its pixels are apart, x and y.
const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

type Chunk = { type: string; data: Buffer; whole: Buffer };

/**
 * The PNG with nothing but its picture: no metadata, no colour profile, no animation. Null unless its chunks are whole,
 * in order, of `isAllowed` dimensions and hold exactly the pixels they promise, so that decoding it costs no more.
 */
export function pictureOf(
  bytes: Uint8Array,
  isAllowed: (header: PngHeader) => boolean,
): { header: PngHeader; png: Uint8Array } | null {
  const chunks = chunksOf(Buffer.from(bytes))?.filter(({ type }) => KEPT.test(type));
  const first = chunks?.[0]?.data;
  if (!chunks || first?.length !== 13 || !ORDER.test(chunks.map(({ type }) => type).join(" "))) return null;
  const [width, height] = [first.readUInt32BE(0), first.readUInt32BE(4)];
  const [depth = 0, colorType = -1, compression, filter, interlace] = first.subarray(8);
  const header = { width, height, depth, colorType };
  if (compression !== 0 || filter !== 0 || !DEPTHS[colorType]?.includes(depth) || !isAllowed(header))
    return null;
  // fast-png takes interlaced pixels of less than a byte for whole bytes.
  if (interlace !== 0 && (interlace !== 1 || depth < 8)) return null;
  const pixels = Buffer.concat(chunks.flatMap(({ type, data }) => (type === "IDAT" ? [data] : [])));
  if (!inflatesTo(pixels, rawBytes(header, interlace === 1))) return null;
  return { header, png: Buffer.concat([SIGNATURE, ...chunks.map(({ whole }) => whole)]) };
}

/** All chunks up to IEND; null if one is cut short or its checksum is wrong. */
function chunksOf(bytes: Buffer): Chunk[] | null {
  if (!bytes.subarray(0, 8).equals(SIGNATURE)) return null;
  const chunks: Chunk[] = [];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const end = at + 12 + bytes.readUInt32BE(at);
    if (end > bytes.length) return null;
    const whole = bytes.subarray(at, end);
    if (crc32(whole.subarray(4, -4)) !== whole.readUInt32BE(whole.length - 4)) return null;
    const type = whole.toString("latin1", 4, 8);
    chunks.push({ type, data: whole.subarray(8, -4), whole });
    if (type === "IEND") return chunks;
    at = end;
  }
  return null;
}

function rawBytes({ width, height, depth, colorType }: PngHeader, isInterlaced: boolean): number {
  const bitsPerPixel = depth * (CHANNELS[colorType] ?? 0);
  const passBytes = (columns: number, rows: number) =>
    columns > 0 ? (Math.ceil((columns * bitsPerPixel) / 8) + 1) * Math.max(0, rows) : 0;
  if (!isInterlaced) return passBytes(width, height);
  return PASSES.map(([x, y, xStep, yStep]) =>
    passBytes(Math.ceil((width - x) / xStep), Math.ceil((height - y) / yStep)),
  ).reduce((sum, each) => sum + each);
}

function inflatesTo(compressed: Uint8Array, bytes: number): boolean {
  try {
    return inflateSync(compressed, { maxOutputLength: bytes }).length === bytes;
  } catch {
    return false;
  }
}
