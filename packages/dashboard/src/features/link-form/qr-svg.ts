import { encode } from "uqr";

type Look = { margin: string; color: string; background: string; errorCorrection: "L" | "M" | "Q" | "H" };

/** A QR code of the short URL as the service makes them: it carries `?qr=1`, by which scans are told from clicks. */
export function qrSvg(shortUrl: string, { margin, color, background, errorCorrection }: Look): string {
  const border = Number(margin) || 0;
  const { data, size } = encode(`${shortUrl}?qr=1`, { ecc: errorCorrection, border });
  const path = data
    .flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
    .join("");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><path fill="${background}" d="M0 0h${size}v${size}H0z"/><path fill="${color}" d="${path}"/></svg>`;
}
