import type { QrQuery } from "@visoli/contract/qr";
import { readLogo } from "./logo.ts";
import { type QrImage, type QrRefusal, renderQr } from "./render.ts";

/** Everything that is drawn, as it can be handed to another thread; `logo` is a PNG in base64. */
export type Drawing = { text: string; look: Omit<QrQuery, "logo">; logo: string | null };

/** @throws Error where the logo is none that was read before */
export function drawNow({ text, look, logo }: Drawing): QrImage | QrRefusal {
  if (logo === null) return renderQr(text, { ...look, logo });
  const read = readLogo(Buffer.from(logo, "base64"));
  if (!read) throw new Error("a logo that is kept cannot be read");
  return renderQr(text, { ...look, logo: read });
}
