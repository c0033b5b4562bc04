import { over, type Rgba } from "@visoli/contract/qr";
import { type Look, logoBox, type PlacedLogo } from "./layout.ts";
import type { Matrix } from "./matrix.ts";
import { writePng } from "./png-file.ts";
import { quantized } from "./quantize.ts";
import { scaled } from "./scale.ts";

/** Pixels a PNG needs for the code and its margin, one for each module. */
export function minimumPngSize(matrix: Matrix, margin: number): number {
  return matrix.size + 2 * margin;
}

/**
 * The code as a PNG file of `size` x `size` pixels, at least `minimumPngSize`. Modules are whole pixels, all of the same
 * size; what is left over goes to the margin. Two colours, 1 bit a pixel; with a logo 256 colours.
 */
export function renderPng(matrix: Matrix, look: Look, logo: PlacedLogo | null): Uint8Array {
  const { size, margin, color, background } = look;
  const pixelsPerModule = Math.floor(size / minimumPngSize(matrix, margin));
  const start = Math.floor((size - matrix.size * pixelsPerModule) / 2);
  const palette = [background, over(color, background)];
  if (!logo) {
    const rows = drawn(matrix, { size, pixelsPerModule, start, depth: 1 });
    return writePng({ width: size, height: size, depth: 1, palette, rows });
  }
  const rows = drawn(matrix, { size, pixelsPerModule, start, depth: 8 });
  palette.push(
    ...drawLogo(rows, logo, { size, pixelsPerModule, start, background, firstIndex: palette.length }),
  );
  return writePng({ width: size, height: size, depth: 8, palette, rows });
}

type Grid = { size: number; pixelsPerModule: number; start: number };

/** All pixels as indexes: 0 is the background, 1 a dark module. */
function drawn(matrix: Matrix, { size, pixelsPerModule, start, depth }: Grid & { depth: 1 | 8 }): Uint8Array {
  const bytesPerRow = Math.ceil((size * depth) / 8);
  const rows = new Uint8Array(bytesPerRow * size);
  for (let y = 0; y < matrix.size; y++) {
    const first = (start + y * pixelsPerModule) * bytesPerRow;
    for (let x = 0; x < matrix.size; x++) {
      if (matrix.modules[y * matrix.size + x] !== 1) continue;
      const left = start + x * pixelsPerModule;
      if (depth === 8) rows.fill(1, first + left, first + left + pixelsPerModule);
      else setBits(rows, first * 8 + left, pixelsPerModule);
    }
    for (let copy = 1; copy < pixelsPerModule; copy++) {
      rows.copyWithin(first + copy * bytesPerRow, first, first + bytesPerRow);
    }
  }
  return rows;
}

function setBits(bytes: Uint8Array, from: number, count: number): void {
  for (let bit = from; bit < from + count; bit++)
    bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | (0x80 >> (bit & 7));
}

/** Puts the logo's pixels into the rows (8 bits each) and returns the colours to add to the palette. */
function drawLogo(
  rows: Uint8Array,
  logo: PlacedLogo,
  { size, pixelsPerModule, start, background, firstIndex }: Grid & { background: Rgba; firstIndex: number },
): Rgba[] {
  const box = logoBox(logo.plate);
  const boxPixels = box.size * pixelsPerModule;
  const longest = Math.max(logo.width, logo.height);
  const width = Math.max(1, Math.round((boxPixels * logo.width) / longest));
  const height = Math.max(1, Math.round((boxPixels * logo.height) / longest));
  const corner = start + box.start * pixelsPerModule;
  const left = Math.round(corner + (boxPixels - width) / 2);
  const top = Math.round(corner + (boxPixels - height) / 2);
  const { palette, indexes } = quantized(scaled(logo, width, height, background), 256 - firstIndex);
  for (let y = 0; y < height; y++) {
    const to = (top + y) * size + left;
    for (let x = 0; x < width; x++) rows[to + x] = firstIndex + (indexes[y * width + x] ?? 0);
  }
  return palette;
}
