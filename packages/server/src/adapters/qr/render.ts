import type { QrQuery } from "@visoli/contract/qr";
import type { Logo } from "./logo.ts";
import { matrixOf, plateOf, withoutPlate } from "./matrix.ts";
import { minimumPngSize, renderPng } from "./png.ts";
import { renderSvg } from "./svg.ts";

export type QrOptions = Omit<QrQuery, "logo"> & { logo: Logo | null };
export type QrImage = { contentType: "image/svg+xml" | "image/png"; body: string | Uint8Array };
/** Why there is no image. `minimumSize` is in pixels: a PNG has at least one for each module. */
export type QrRefusal = { refused: "text_too_long" } | { refused: "size_too_small"; minimumSize: number };

/**
 * A QR code (ISO/IEC 18004, model 2) of the text as SVG or PNG, `size` pixels wide and high. A logo stands in the middle
 * and raises error correction to H, which repairs what it covers.
 */
export function renderQr(text: string, options: QrOptions): QrImage | QrRefusal {
  const { logo, margin, size } = options;
  const matrix = matrixOf(text, logo ? "H" : options.errorCorrection);
  if (!matrix) return { refused: "text_too_long" };
  const placed = logo && { ...logo, plate: plateOf(matrix) };
  const shown = placed ? withoutPlate(matrix, placed.plate) : matrix;
  if (options.format === "svg") {
    return { contentType: "image/svg+xml", body: renderSvg(shown, text, options, placed) };
  }
  const minimumSize = minimumPngSize(matrix, margin);
  if (size < minimumSize) return { refused: "size_too_small", minimumSize };
  return { contentType: "image/png", body: renderPng(shown, options, placed) };
}
