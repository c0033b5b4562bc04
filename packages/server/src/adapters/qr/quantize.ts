import type { Rgba } from "@visoli/contract/qr";

/** Colours that hardly differ, as one: their mean, and how many pixels have it. */
type Bin = { key: number; pixels: number; mean: Rgba };
/** Colours that will be one entry of the palette, and where to cut them if they may be two. */
type Box = { bins: Bin[]; error: number; channel: number; mean: number };

const KEYS = 2 ** 18;

/**
 * At most `maxColors` (1 to 256) colours for RGBA pixels, and for each pixel which of them it is. Colours further apart
 * than 7 of 255 (opacity: 31) stay as they are while there is room; then the box of colours with the largest squared
 * error is cut at its mean, again and again (after Wan, Wong and Prusinkiewicz 1988).
 */
export function quantized(pixels: Uint8Array, maxColors: number): { palette: Rgba[]; indexes: Uint8Array } {
  const boxes = [boxOf(binsOf(pixels))];
  while (boxes.length < maxColors) {
    const worst = boxes.reduce((most, box) => (box.error > most.error ? box : most));
    if (worst.error === 0) break;
    const isLow = (bin: Bin) => (bin.mean[worst.channel] ?? 0) <= worst.mean;
    boxes[boxes.indexOf(worst)] = boxOf(worst.bins.filter(isLow));
    boxes.push(boxOf(worst.bins.filter((bin) => !isLow(bin))));
  }
  const indexOfKey = new Uint8Array(KEYS);
  for (const [index, { bins }] of boxes.entries()) for (const { key } of bins) indexOfKey[key] = index;
  const indexes = new Uint8Array(pixels.length / 4);
  for (let at = 0; at < indexes.length; at++) indexes[at] = indexOfKey[keyOf(pixels, at * 4)] ?? 0;
  return { palette: boxes.map(({ bins }) => colorOf(bins)), indexes };
}

/** 5 bits of each colour and 3 of the opacity. */
function keyOf(pixels: Uint8Array, at: number): number {
  const red = (pixels[at] ?? 0) >> 3;
  const green = (pixels[at + 1] ?? 0) >> 3;
  const blue = (pixels[at + 2] ?? 0) >> 3;
  return (red << 13) | (green << 8) | (blue << 3) | ((pixels[at + 3] ?? 0) >> 5);
}

function binsOf(pixels: Uint8Array): Bin[] {
  const counts = new Uint32Array(KEYS);
  // At most 901 x 901 pixels of 255: no sum comes near 2 ** 32.
  const sums = new Uint32Array(KEYS * 4);
  for (let at = 0; at < pixels.length; at += 4) {
    const key = keyOf(pixels, at);
    const sum = key * 4;
    counts[key] = (counts[key] ?? 0) + 1;
    sums[sum] = (sums[sum] ?? 0) + (pixels[at] ?? 0);
    sums[sum + 1] = (sums[sum + 1] ?? 0) + (pixels[at + 1] ?? 0);
    sums[sum + 2] = (sums[sum + 2] ?? 0) + (pixels[at + 2] ?? 0);
    sums[sum + 3] = (sums[sum + 3] ?? 0) + (pixels[at + 3] ?? 0);
  }
  const bins: Bin[] = [];
  for (let key = 0; key < KEYS; key++) {
    const count = counts[key] ?? 0;
    const mean = (channel: number) => (sums[key * 4 + channel] ?? 0) / count;
    if (count > 0) bins.push({ key, pixels: count, mean: [mean(0), mean(1), mean(2), mean(3)] });
  }
  return bins;
}

/** A box knows the channel in which its colours differ most, and their mean in it. */
function boxOf(bins: Bin[]): Box {
  let box: Box = { bins, error: 0, channel: 0, mean: 0 };
  for (let channel = 0; channel < 4 && bins.length > 1; channel++) {
    const mean = meanOf(bins, channel);
    const error = bins.reduce((sum, bin) => sum + bin.pixels * ((bin.mean[channel] ?? 0) - mean) ** 2, 0);
    if (error > box.error) box = { bins, error, channel, mean };
  }
  return box;
}

function meanOf(bins: Bin[], channel: number): number {
  let [sum, pixels] = [0, 0];
  for (const bin of bins) {
    sum += bin.pixels * (bin.mean[channel] ?? 0);
    pixels += bin.pixels;
  }
  return sum / pixels;
}

function colorOf(bins: Bin[]): Rgba {
  const channel = (index: number) => Math.round(meanOf(bins, index));
  return [channel(0), channel(1), channel(2), channel(3)];
}
