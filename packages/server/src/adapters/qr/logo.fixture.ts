import { encode } from "fast-png";
import { type Logo, readLogo } from "./logo.ts";

/** RGBA pixels, each coloured by where it is. */
export function pixelsOf(
  width: number,
  height: number,
  colorAt: (x: number, y: number) => number[],
): Uint8Array {
  const pixels = new Uint8Array(width * height * 4);
  for (let at = 0; at < width * height; at++) pixels.set(colorAt(at % width, Math.floor(at / width)), at * 4);
  return pixels;
}

/** A PNG of RGBA pixels. */
export function pngOf(
  width: number,
  height: number,
  colorAt: (x: number, y: number) => number[],
): Uint8Array {
  return encode({ width, height, data: pixelsOf(width, height, colorAt), channels: 4, depth: 8 });
}

/** A logo that was read; throws if it was refused. */
export function logoOf(width: number, height: number, colorAt: (x: number, y: number) => number[]): Logo {
  const logo = readLogo(pngOf(width, height, colorAt));
  if (!logo) throw new Error("refused");
  return logo;
}
