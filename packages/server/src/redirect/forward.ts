import { isWebScheme } from "@visoli/contract/url";

// What a path may hold as it is (RFC 3986, pchar) beside what encodeURIComponent leaves alone.
const PLAIN_IN_PATHS = /%(?:3A|40|24|26|2B|2C|3B|3D)/g;
// Slashes of both kinds, control characters, and dots and slashes that were encoded twice.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const MISLEADING = /[/\\\u0000-\u001f\u007f-\u009f]|%(?:2e|2f|5c)/i;

/** Only web addresses have a query and a path that the visitor may add to. */
export function isWebLocation(location: string): boolean {
  return isWebScheme(location.slice(0, Math.max(0, location.indexOf(":"))));
}

/**
 * The web location with the visitor's parameters behind its own: in order, repeated ones each time, but none that it has itself, and not
 * the `qr=1` of our own QR codes. They are encoded anew, so that they stay parameters.
 */
export function withQuery(location: string, query: URLSearchParams): string {
  if (query.size === 0) return location;
  const hash = location.indexOf("#");
  const before = hash < 0 ? location : location.slice(0, hash);
  const mark = before.indexOf("?");
  const own = new URLSearchParams(mark < 0 ? "" : before.slice(mark));
  const added = new URLSearchParams();
  for (const [name, value] of query) {
    const isOurs = name === "qr" && value === "1";
    if (!isOurs && !own.has(name)) added.append(name, value);
  }
  if (added.size === 0) return location;
  const isOpen = mark === before.length - 1 || before.endsWith("&");
  const joint = mark < 0 ? "?" : isOpen ? "" : "&";
  return `${before}${joint}${added}${location.slice(before.length)}`;
}

/** The web location with more path behind its own, which `forwardablePath` gave. */
export function withPath(location: string, path: string): string {
  if (path === "") return location;
  const end = location.search(/[?#]|$/);
  const joint = location[end - 1] === "/" ? "" : "/";
  return `${location.slice(0, end)}${joint}${path}${location.slice(end)}`;
}

/**
 * What stands behind the slug, as it may stand behind a destination's path: decoded once and encoded anew, segment by segment. null
 * where it is malformed or some server would read it as leading elsewhere: `..` in any spelling, empty segments, encoded slashes,
 * backslashes, control characters.
 */
export function forwardablePath(path: string): string | null {
  const segments = path.split("/");
  const isFolder = segments.length > 1 && segments.at(-1) === "";
  if (isFolder) segments.pop();
  if (path === "") return "";
  const clean = segments.map(cleanSegment);
  return clean.includes(null) ? null : `${clean.join("/")}${isFolder ? "/" : ""}`;
}

function cleanSegment(segment: string): string | null {
  try {
    const text = decodeURIComponent(segment);
    if (text === "" || MISLEADING.test(text) || isDots(text)) return null;
    return encodeURIComponent(text).replace(PLAIN_IN_PATHS, decodeURIComponent);
  } catch {
    return null;
  }
}

/** `.` and `..`, also with parameters (`..;x`) or spaces around them, which some servers take off before they look. */
function isDots(text: string): boolean {
  const name = text.split(";", 1)[0] ?? "";
  return /^\.{1,2}$/.test(name.trim());
}
