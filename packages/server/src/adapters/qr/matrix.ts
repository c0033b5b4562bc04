import type { QrErrorCorrection } from "@visoli/contract/qr";
import { encode } from "uqr";

/** The modules of a QR code without its quiet zone, row by row; 1 is dark. */
export type Matrix = { size: number; modules: Uint8Array };

/** A square of whole modules in the middle, left free for a logo. */
export type Plate = { start: number; size: number };

// Digits only, version 40-L: nothing longer fits, and finding that out would take its time.
const MAX_CHARACTERS = 7_089;
// A fifth of the width is a twenty-fifth of the area: H repairs that in all 40 versions (matrix.test.ts).
const PLATE_SHARE = 0.22;

/** The smallest code that holds the text; null if none does. */
export function matrixOf(text: string, errorCorrection: QrErrorCorrection): Matrix | null {
  if (text.length > MAX_CHARACTERS) return null;
  try {
    // Half a surrogate pair has no UTF-8; uqr would throw.
    const { size, data } = encode(text.toWellFormed(), { ecc: errorCorrection, border: 0 });
    return { size, modules: Uint8Array.from(data.flat(), Number) };
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Where a logo may cover the code: the largest centred square of up to 22 % of its width. */
export function plateOf({ size }: Matrix): Plate {
  const most = Math.floor(size * PLATE_SHARE);
  // The code has an odd number of modules, so what is centred on them has one, too.
  const plate = most % 2 === 1 ? most : most - 1;
  return { start: (size - plate) / 2, size: plate };
}

/** The matrix with light modules only where the plate is. */
export function withoutPlate(matrix: Matrix, plate: Plate): Matrix {
  const modules = matrix.modules.slice();
  for (let y = plate.start; y < plate.start + plate.size; y++) {
    const row = y * matrix.size + plate.start;
    modules.fill(0, row, row + plate.size);
  }
  return { ...matrix, modules };
}
