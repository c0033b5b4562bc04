import type { QrOptions } from "@visoli/sdk/links";

/** How a QR code is to look. Colours are `#rrggbb`, as the browser's own choosers have them. */
export type Design = {
  size: string;
  margin: string;
  color: string;
  background: string;
  isTransparent: boolean;
  errorCorrection: "L" | "M" | "Q" | "H";
  logo: boolean;
};

export const PLAIN: Design = {
  ...{ size: "512", margin: "4", color: "#000000", background: "#ffffff" },
  ...{ isTransparent: false, errorCorrection: "M", logo: false },
};

/** What the API is asked for; a size or margin out of bounds is drawn at the nearest that it has. */
export function optionsOf(design: Design, format: "svg" | "png"): QrOptions {
  return {
    format,
    size: within(design.size, 64, 4_096, 512),
    margin: within(design.margin, 0, 16, 4),
    color: design.color.slice(1),
    background: design.isTransparent ? "transparent" : design.background.slice(1),
    errorCorrection: design.errorCorrection,
    ...(design.logo && { logo: true }),
  };
}

function within(text: string, least: number, most: number, otherwise: number): number {
  const number = Math.round(Number(text));
  return text.trim() === "" || Number.isNaN(number) ? otherwise : Math.min(Math.max(number, least), most);
}
