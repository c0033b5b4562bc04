import { text } from "./text.ts";

export const MAX_URL_LENGTH = 8_192;

/** Schemes that run or read something on the visitor's side: no workspace can allow them. */
const NEVER = new Set(
  `about blob chrome data file filesystem jar javascript resource vbscript view-source ws wss`.split(" "),
);

/** Where a link leads: an absolute http(s) address, or one of a scheme that the workspace allows by name. */
export const DestinationSchema = text(1, MAX_URL_LENGTH)
  .refine(isDestination, {
    error: "Must be an absolute URL such as https://example.com/page",
    params: { code: "invalid_url" },
    abort: true,
  })
  .meta({ description: "Where the link leads", example: "https://example.com/landing?from=mail" });

/** An absolute http(s) address. */
export const WebAddressSchema = text(1, MAX_URL_LENGTH).refine(isWebAddress, {
  error: "Must be an absolute http or https URL",
  params: { code: "invalid_url" },
  abort: true,
});

/** A scheme that a workspace can allow beside http and https, in lower case and without the colon. */
export const SchemeSchema = text(1, 50)
  .transform((scheme) => scheme.toLowerCase())
  .refine((scheme) => /^[a-z][a-z0-9+.-]*$/.test(scheme) && !NEVER.has(scheme), {
    error: "Must be the name of a scheme that does not run in the visitor's browser, such as mailto",
    params: { code: "invalid_format" },
  });

/** The address in the ASCII form that a Location header can carry, or null where there is none. */
export function toLocation(url: string): string | null {
  const parsed = URL.parse(url);
  if (!parsed || NEVER.has(schemeOf(parsed))) return null;
  if (isWeb(parsed)) return parsed.href;
  // An opaque path keeps what it was given; a header can carry only visible ASCII.
  return /^(?!https?:)[\x21-\x7e]+$/.test(parsed.href) ? parsed.href : null;
}

/** The scheme of a destination in lower case, without the colon: `https`. */
export function schemeOf(url: URL | string): string {
  const protocol = typeof url === "string" ? (URL.parse(url)?.protocol ?? "") : url.protocol;
  return protocol.slice(0, -1);
}

export function isWebScheme(scheme: string): boolean {
  return scheme === "http" || scheme === "https";
}

function isDestination(url: string): boolean {
  return /^https?:/i.test(url) ? isWebAddress(url) : /^[a-z]/i.test(url) && toLocation(url) !== null;
}

function isWebAddress(url: string): boolean {
  // "https:example.com" parses too, but nobody means it.
  return /^https?:\/\/[^/]/i.test(url) && toLocation(url) !== null;
}

function isWeb(url: URL): boolean {
  return isWebScheme(schemeOf(url)) && url.hostname !== "";
}
