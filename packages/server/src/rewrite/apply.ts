import type { FoundUrl } from "./found-url.ts";

/** Where an address stands; without `encode` the new one is written as it is. */
export type Place = Pick<FoundUrl, "start" | "end"> & Partial<Pick<FoundUrl, "encode">>;
/** A short URL, and everywhere it goes. */
export type Replacement = { shortUrl: string; places: readonly Place[] };

/** The content with the short URLs in their places; all between them is the same, byte for byte. */
export function applyRewrite(content: string, replacements: readonly Replacement[]): string {
  const edits = replacements
    .flatMap(({ shortUrl, places }) =>
      places.map((place) => ({ place, text: place.encode?.(shortUrl) ?? shortUrl })),
    )
    .sort((a, b) => a.place.start - b.place.start);
  const parts: string[] = [];
  let at = 0;
  for (const { place, text } of edits) {
    parts.push(content.slice(at, place.start), text);
    at = place.end;
  }
  return parts.join("") + content.slice(at);
}
