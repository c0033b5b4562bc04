import type { Rgba } from "@visoli/contract/qr";
import { type Look, logoBox, type PlacedLogo } from "./layout.ts";
import type { Matrix } from "./matrix.ts";

/** The code as an SVG document, a module being one unit; `title` is what it says to those who cannot see it. */
export function renderSvg(matrix: Matrix, title: string, look: Look, logo: PlacedLogo | null): string {
  const { size, margin, color, background } = look;
  const width = matrix.size + 2 * margin;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 ${width} ${width}" role="img">`,
    `<title>${escaped(title)}</title>`,
    background[3] > 0 ? `<rect width="${width}" height="${width}"${fill(background)}/>` : "",
    `<path shape-rendering="crispEdges"${fill(color)} d="${pathOf(matrix, margin)}"/>`,
    logo ? imageOf(logo, margin) : "",
    "</svg>\n",
  ].join("");
}

/** A rectangle for each run of dark modules in a row. */
function pathOf({ size, modules }: Matrix, margin: number): string {
  const runs: string[] = [];
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const start = x;
      while (x < size && modules[y * size + x] === 1) x++;
      if (x > start) runs.push(`M${start + margin} ${y + margin}h${x - start}v1h-${x - start}z`);
    }
  }
  return runs.join("");
}

function imageOf({ plate, png }: PlacedLogo, margin: number): string {
  const { start, size } = logoBox(plate);
  const at = start + margin;
  const url = `data:image/png;base64,${Buffer.from(png).toString("base64")}`;
  return `<image x="${at}" y="${at}" width="${size}" height="${size}" href="${url}"/>`;
}

function fill([red, green, blue, alpha]: Rgba): string {
  const hex = [red, green, blue].map((channel) => channel.toString(16).padStart(2, "0")).join("");
  // Not #RRGGBBAA: SVG 1.1 and the printing programs that follow it do not know it.
  return ` fill="#${hex}"${alpha < 255 ? ` fill-opacity="${Number((alpha / 255).toFixed(4))}"` : ""}`;
}

/** Text for XML 1.0: without the characters that no escape makes legal. */
function escaped(text: string): string {
  return (
    text
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
  );
}
