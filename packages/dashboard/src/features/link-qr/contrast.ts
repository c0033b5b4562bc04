/** What the service asks for at least, as scanners fail otherwise; twice as much is safe for poor cameras. */
export const LEAST_CONTRAST = 2.5;
export const GOOD_CONTRAST = 4.5;

/** Contrast of dark modules on a light ground after WCAG 2.2, 1 to 21; below 1 where the ground is the darker one. Colours are `#rrggbb`. */
export function contrastOf(color: string, ground: string): number {
  return (luminance(ground) + 0.05) / (luminance(color) + 0.05);
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) =>
    linear(Number.parseInt(color.slice(at, at + 2), 16)),
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function linear(channel: number): number {
  const share = channel / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}
