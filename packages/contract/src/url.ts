import { text } from "./text.ts";

export const MAX_URL_LENGTH = 8_192;

/** Where a link leads: an absolute http(s) address. */
export const DestinationSchema = text(1, MAX_URL_LENGTH)
  .refine(isWebAddress, {
    error: "Must be an absolute http or https URL",
    params: { code: "invalid_url" },
    abort: true,
  })
  .meta({ description: "Where the link leads", example: "https://example.com/landing?from=mail" });

/** The address in the ASCII form that a Location header can carry, or null where there is none. */
export function toLocation(url: string): string | null {
  const parsed = URL.parse(url);
  return parsed && isWeb(parsed) ? parsed.href : null;
}

function isWebAddress(url: string): boolean {
  // "https:example.com" parses too, but nobody means it.
  return /^https?:\/\/[^/]/i.test(url) && toLocation(url) !== null;
}

function isWeb(url: URL): boolean {
  return (url.protocol === "http:" || url.protocol === "https:") && url.hostname !== "";
}
