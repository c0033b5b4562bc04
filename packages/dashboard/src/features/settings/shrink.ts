/** As large as a logo may be, in bytes and in pixels a side. */
export const MAX_LOGO_BYTES = 65_536;
const SIDES = [256, 192, 128, 96, 64];
const MIN_SIDE = 16;

/** The size of a picture that fits into a square of `side`, never larger than it is, and 16 pixels a side at least. */
export function fitted(width: number, height: number, side: number): { width: number; height: number } {
  const scale = Math.min(1, side / Math.max(width, height, 1));
  const grown = (pixels: number) => Math.max(MIN_SIDE, Math.round(pixels * scale));
  return { width: grown(width), height: grown(height) };
}

/** Any picture that the browser reads, as a PNG that is small enough; null where it cannot be read, "large" where it stays too large. */
export async function shrinkToPng(file: Blob): Promise<string | "large" | null> {
  const url = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    for (const side of SIDES) {
      // A drawing without a size of its own takes the whole square.
      const size = fitted(image.naturalWidth || side, image.naturalHeight || side, side);
      const canvas = Object.assign(document.createElement("canvas"), size);
      canvas.getContext("2d")?.drawImage(image, 0, 0, size.width, size.height);
      const png = canvas.toDataURL("image/png");
      if ((png.length * 3) / 4 <= MAX_LOGO_BYTES) return png;
    }
    return "large";
  } catch {
    return null;
  } finally {
    URL.revokeObjectURL(url);
  }
}
