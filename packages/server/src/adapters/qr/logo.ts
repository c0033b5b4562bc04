import { MAX_LOGO_BYTES, MAX_LOGO_PIXELS, MIN_LOGO_PIXELS } from "@visoli/contract/qr";
import { convertIndexedToRgb, type DecodedPng, decode } from "fast-png";
import { GREY, GREY_ALPHA, INDEXED, type PngHeader, pictureOf, RGB_ALPHA } from "./logo-chunks.ts";

/** A logo ready for use: `pixels` are RGBA, 8 bits each; `png` is the file without anything but the picture. */
export type Logo = { width: number; height: number; pixels: Uint8Array; png: Uint8Array };

/** The logo in a PNG of at most 64 KiB, 16 to 1024 pixels a side; null if it is anything else. */
export function readLogo(bytes: Uint8Array): Logo | null {
  if (bytes.length > MAX_LOGO_BYTES) return null;
  const picture = pictureOf(bytes, ({ width, height }) => isSide(width) && isSide(height));
  if (!picture) return null;
  const { header, png } = picture;
  try {
    const pixels = rgbaPixels(decode(png), header);
    return { width: header.width, height: header.height, pixels, png };
  } catch {
    // Nothing but the pixels can be wrong by now: an unknown filter, or a colour the palette does not have.
    return null;
  }
}

function isSide(pixels: number): boolean {
  return pixels >= MIN_LOGO_PIXELS && pixels <= MAX_LOGO_PIXELS;
}

function rgbaPixels(image: DecodedPng, { width, height, colorType }: PngHeader): Uint8Array {
  const isIndexed = colorType === INDEXED;
  const samples = isIndexed ? convertIndexedToRgb(image) : image.depth < 8 ? unpacked(image) : image.data;
  const channels = isIndexed ? (image.palette?.[0]?.length ?? 3) : image.channels;
  const hasGrey = colorType === GREY || colorType === GREY_ALPHA;
  const hasAlpha = colorType === GREY_ALPHA || colorType === RGB_ALPHA || (isIndexed && channels === 4);
  const colors = hasGrey ? 1 : 3;
  const scale = isIndexed ? 1 : 255 / (2 ** image.depth - 1);
  const pixels = new Uint8Array(width * height * 4);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const from = pixel * channels;
    const to = pixel * 4;
    for (let channel = 0; channel < 3; channel++) {
      pixels[to + channel] = Math.round((samples[from + (hasGrey ? 0 : channel)] ?? 0) * scale);
    }
    const isClear = image.transparency ? isColor(samples, from, colors, image.transparency) : false;
    pixels[to + 3] = hasAlpha ? Math.round((samples[from + colors] ?? 0) * scale) : isClear ? 0 : 255;
  }
  return pixels;
}

/** Whether the pixel has the one colour that tRNS declares transparent. */
function isColor(
  samples: ArrayLike<number>,
  from: number,
  colors: number,
  transparent: Uint16Array,
): boolean {
  for (let channel = 0; channel < colors; channel++) {
    if (samples[from + channel] !== transparent[channel]) return false;
  }
  return true;
}

/** Grey samples of 1, 2 or 4 bits, one a byte. */
function unpacked({ width, height, depth, data }: DecodedPng): Uint8Array {
  const bytesPerRow = Math.ceil((width * depth) / 8);
  const samples = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const byte = data[y * bytesPerRow + ((x * depth) >> 3)] ?? 0;
      samples[y * width + x] = (byte >> (8 - depth - ((x * depth) & 7))) & (2 ** depth - 1);
    }
  }
  return samples;
}
