import type { Rgba } from "@visoli/contract/qr";

type Picture = { width: number; height: number; pixels: Uint8Array };
/** For each pixel of the result: the first pixel it is mixed of, and the share of each from there. */
type Taps = { count: number; firsts: Int32Array; weights: Float32Array };

/**
 * RGBA pixels of the picture scaled to `width` x `height` and laid on the ground. Bilinear; on the way down the filter
 * grows with the pixels it has to cover, so that every pixel of the source counts.
 */
export function scaled(picture: Picture, width: number, height: number, ground: Rgba): Uint8Array {
  const sideways = resampled(premultiplied(picture.pixels), picture.width, picture.height, width);
  return laidOn(resampled(sideways, picture.height, width, height), ground);
}

/** Colours times opacity: otherwise the invisible colour of clear pixels bleeds into the edges. */
function premultiplied(pixels: Uint8Array): Float32Array {
  const result = new Float32Array(pixels.length);
  for (let at = 0; at < result.length; at += 4) {
    const alpha = (pixels[at + 3] ?? 0) / 255;
    result[at] = (pixels[at] ?? 0) * alpha;
    result[at + 1] = (pixels[at + 1] ?? 0) * alpha;
    result[at + 2] = (pixels[at + 2] ?? 0) * alpha;
    result[at + 3] = pixels[at + 3] ?? 0;
  }
  return result;
}

/** Rows scaled to `target` pixels and written as columns, so that a second call scales the other way and turns back. */
function resampled(source: Float32Array, width: number, height: number, target: number): Float32Array {
  const { count, firsts, weights } = tapsOf(width, target);
  const result = new Float32Array(target * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < target; x++) {
      let red = 0;
      let green = 0;
      let blue = 0;
      let alpha = 0;
      for (let tap = 0; tap < count; tap++) {
        const weight = weights[x * count + tap] ?? 0;
        if (weight === 0) continue;
        const from = (y * width + (firsts[x] ?? 0) + tap) * 4;
        red += weight * (source[from] ?? 0);
        green += weight * (source[from + 1] ?? 0);
        blue += weight * (source[from + 2] ?? 0);
        alpha += weight * (source[from + 3] ?? 0);
      }
      const to = (x * height + y) * 4;
      result[to] = red;
      result[to + 1] = green;
      result[to + 2] = blue;
      result[to + 3] = alpha;
    }
  }
  return result;
}

/** The triangle filter, one source pixel wide to each side or, on the way down, one pixel of the result. */
function tapsOf(from: number, to: number): Taps {
  const ratio = from / to;
  const reach = Math.max(1, ratio);
  const count = Math.ceil(reach * 2) + 1;
  const firsts = new Int32Array(to);
  const weights = new Float32Array(to * count);
  for (let x = 0; x < to; x++) {
    const center = (x + 0.5) * ratio - 0.5;
    const first = Math.max(0, Math.ceil(center - reach));
    const shares = Array.from({ length: count }, (_, tap) =>
      first + tap < from ? Math.max(0, 1 - Math.abs(first + tap - center) / reach) : 0,
    );
    const sum = shares.reduce((total, share) => total + share, 0);
    firsts[x] = first;
    for (const [tap, share] of shares.entries()) weights[x * count + tap] = share / sum;
  }
  return { count, firsts, weights };
}

/** Source-over of premultiplied colours, back to plain RGBA. */
function laidOn(pixels: Float32Array, ground: Rgba): Uint8Array {
  const result = new Uint8Array(pixels.length);
  for (let at = 0; at < pixels.length; at += 4) {
    const rest = (ground[3] / 255) * (1 - (pixels[at + 3] ?? 0) / 255);
    const alpha = (pixels[at + 3] ?? 0) / 255 + rest;
    // Clear is clear, whatever its colour was: one entry of the palette, not many.
    if (alpha < 1 / 512) continue;
    for (let channel = 0; channel < 3; channel++) {
      const color = ((pixels[at + channel] ?? 0) + (ground[channel] ?? 0) * rest) / alpha;
      result[at + channel] = Math.min(255, Math.round(color));
    }
    result[at + 3] = Math.min(255, Math.round(alpha * 255));
  }
  return result;
}
