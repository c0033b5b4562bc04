import type { QrQuery } from "@visoli/contract/qr";
import type { Logo } from "./logo.ts";
import type { Plate } from "./matrix.ts";

/** How the code is to look. */
export type Look = Pick<QrQuery, "size" | "margin" | "color" | "background">;

/** A logo and the square that was kept free for it. */
export type PlacedLogo = Logo & { plate: Plate };

/** Light ground between the logo and the code, on each side of it, in modules. */
const PADDING = 0.5;

/** The square in modules that the logo has to fit into, counted from the edge of the code. */
export function logoBox({ start, size }: Plate): { start: number; size: number } {
  return { start: start + PADDING, size: size - 2 * PADDING };
}
