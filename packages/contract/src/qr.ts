import { z } from "zod";

/** Red, green, blue and opacity, each 0 to 255. */
export type Rgba = readonly [red: number, green: number, blue: number, alpha: number];

export const LOGO_PREFIX = "data:image/png;base64,";
export const MAX_LOGO_BYTES = 64 * 1024;
export const MIN_LOGO_PIXELS = 16;
export const MAX_LOGO_PIXELS = 1024;

const MIN_CONTRAST = 2.5;
const WHITE: Rgba = [255, 255, 255, 255];
// Without a flag: the OpenAPI document has no place for one.
const HEX = /^#?(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{8})$/;
const HEX_OR_TRANSPARENT = /^(?:#?(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{8})|transparent)$/;

const HexColorSchema = z.string().regex(HEX, "Must be RRGGBB or RRGGBBAA, in hexadecimal");
const GroundSchema = z
  .string()
  .regex(HEX_OR_TRANSPARENT, "Must be RRGGBB or RRGGBBAA, in hexadecimal, or `transparent`");

export const QrQuerySchema = z
  .strictObject({
    format: z.enum(["svg", "png"]).default("svg"),
    size: z.coerce
      .number()
      .int()
      .min(64)
      .max(4_096)
      .default(512)
      .meta({ description: "Width and height in pixels" }),
    margin: z.coerce
      .number()
      .int()
      .min(0)
      .max(16)
      .default(4)
      .meta({ description: "Quiet zone on each side, in modules; scanners expect 4" }),
    color: HexColorSchema.default("000000")
      .transform(rgbaOf)
      .meta({ description: "Of the dark modules: `RRGGBB` or `RRGGBBAA`", example: "1d3557" }),
    background: GroundSchema.default("ffffff").transform(rgbaOf).meta({
      description: "`RRGGBB`, `RRGGBBAA` or `transparent`, which needs a light ground to lie on",
      example: "ffffff",
    }),
    errorCorrection: z
      .enum(["L", "M", "Q", "H"])
      .default("M")
      .meta({ description: "How much damage is repaired: 7, 15, 25 or 30 %; with a logo always `H`" }),
    logo: z
      .enum(["true", "false"])
      .default("false")
      .transform((value) => value === "true")
      .meta({ description: "Put the workspace's logo in the middle" }),
  })
  .refine(({ color, background }) => contrastOf(color, background) >= MIN_CONTRAST, {
    error: `Must be darker than the background, with a contrast of ${MIN_CONTRAST} at least: scanners fail otherwise`,
    path: ["color"],
    params: { code: "low_contrast" },
    // Said together with other faulty fields, as long as both colours could be read.
    when: ({ value }) => value instanceof Object && isReadColors(value),
  });

/** A logo for QR codes: a PNG in a data URL. Whether the bytes really are one is for the server to find out. */
export const LogoSchema = z
  .string()
  // 64 KiB are 87,384 characters of base64; the regular expression need not see more.
  .max(LOGO_PREFIX.length + Math.ceil(MAX_LOGO_BYTES / 3) * 4, {
    error: `Must be ${MAX_LOGO_BYTES / 1024} KiB at most`,
    abort: true,
  })
  .refine(isPngDataUrl, {
    error: `Must be a PNG as \`${LOGO_PREFIX}...\``,
    params: { code: "invalid_format" },
    abort: true,
  })
  .refine((url) => decodedBytes(url) <= MAX_LOGO_BYTES, {
    error: `Must be ${MAX_LOGO_BYTES / 1024} KiB at most`,
    params: { code: "too_big" },
  })
  .meta({
    description: `A PNG of ${MIN_LOGO_PIXELS} to ${MAX_LOGO_PIXELS} pixels a side and 64 KiB, as a data URL`,
    example: `${LOGO_PREFIX}iVBORw0KGgo...`,
  });

/** The workspace's picture in QR codes. */
export const WorkspaceLogoSchema = z.strictObject({ logo: LogoSchema }).meta({ id: "WorkspaceLogo" });
export const KnownLogoSchema = z
  .object({
    logo: z.string().nullable().meta({ description: "A `data:` URL of a PNG; null where there is none" }),
  })
  .meta({ id: "KnownLogo" });

/**
 * Contrast of a colour on a background after WCAG 2.2 (relative luminance), 1 to 21; below 1 if the background is the
 * darker one. What is translucent is seen over white.
 */
export function contrastOf(color: Rgba, background: Rgba): number {
  const ground = over(background, WHITE);
  return (luminance(ground) + 0.05) / (luminance(over(color, ground)) + 0.05);
}

/** A colour seen on another (source-over); both may be translucent. */
export function over(top: Rgba, bottom: Rgba): Rgba {
  const alpha = top[3] / 255;
  const rest = (bottom[3] / 255) * (1 - alpha);
  if (alpha + rest === 0) return [0, 0, 0, 0];
  const mix = (a: number, b: number) => Math.round((a * alpha + b * rest) / (alpha + rest));
  const opacity = Math.round((alpha + rest) * 255);
  return [mix(top[0], bottom[0]), mix(top[1], bottom[1]), mix(top[2], bottom[2]), opacity];
}

function rgbaOf(color: string): Rgba {
  if (color === "transparent") return [255, 255, 255, 0];
  const digits = `${color.replace("#", "")}ff`;
  const channel = (index: number) => Number.parseInt(digits.slice(index * 2, index * 2 + 2), 16);
  return [channel(0), channel(1), channel(2), channel(3)];
}

function isReadColors(value: object): boolean {
  const { color, background } = value as { color?: unknown; background?: unknown };
  return Array.isArray(color) && Array.isArray(background);
}

function luminance([red, green, blue]: Rgba): number {
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function linear(channel: number): number {
  const share = channel / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

// Every PNG begins with the same eight bytes, so with these eleven characters.
function isPngDataUrl(url: string): boolean {
  return (
    /^data:image\/png;base64,iVBORw0KGgo[A-Za-z0-9+/]*={0,2}$/.test(url) && base64Of(url).length % 4 === 0
  );
}

function decodedBytes(url: string): number {
  const base64 = base64Of(url);
  return (base64.length / 4) * 3 - (base64.length - base64.replace(/=+$/, "").length);
}

function base64Of(url: string): string {
  return url.slice(LOGO_PREFIX.length);
}

export type KnownLogo = z.infer<typeof KnownLogoSchema>;
export type WorkspaceLogo = z.infer<typeof WorkspaceLogoSchema>;
export type QrQuery = z.infer<typeof QrQuerySchema>;
export type QrErrorCorrection = QrQuery["errorCorrection"];
export type QrInput = z.input<typeof QrQuerySchema>;
