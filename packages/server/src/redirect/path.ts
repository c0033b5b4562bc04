import { MAX_SLUG_LENGTH, normalizeSlug } from "@visoli/contract/slug";

/** Where in `http://host/slug?query` (or `/slug?query`) host, path and query are; the runtime has normalised it already. */
export function splitUrl(url: string): { host: string; path: string; query: string } {
  const scheme = url.startsWith("/") ? -1 : url.indexOf("://");
  const hostStart = scheme < 0 ? 0 : scheme + 3;
  const start = url.indexOf("/", hostStart);
  if (start < 0) return { host: url.slice(hostStart), path: "", query: "" };
  const host = url.slice(hostStart, start);
  const mark = url.indexOf("?", start);
  const hash = url.indexOf("#", start);
  const end = hash < 0 ? url.length : hash;
  if (mark < 0 || mark > end) return { host, path: url.slice(start, end), query: "" };
  return { host, path: url.slice(start, mark), query: url.slice(mark + 1, end) };
}

/** More UTF-16 units than 190 code points can have in NFC. What is longer must not fill the memory of unknown slugs. */
const MAX_LENGTH = MAX_SLUG_LENGTH * 2 * 3;
/** Slugs of more segments are not looked for behind a longer path: each one costs a look-up. */
const MAX_PREFIX_SEGMENTS = 5;

/** What a path asks for: a slug, decoded and in the one spelling we store, and whether only to see where it leads (`+`). */
export type Asked = { slug: string; wantsPreview: boolean };

/** null where no link can have just this path; a slash behind the slug is nothing. */
export function readPath(path: string): Asked | null {
  const wantsPreview = isPreviewPath(path);
  const raw = path.slice(1, wantsPreview ? -1 : undefined);
  const slug = readSlug(raw.endsWith("/") ? raw.slice(0, -1) : raw);
  return slug === null ? null : { slug, wantsPreview };
}

/** Whether the path ends in `+`, which belongs to all of it. */
export function isPreviewPath(path: string): boolean {
  return path.endsWith("+");
}

/** A slug that the path begins with, and what follows it: as it was asked for, without a slash before it. */
export type Prefix = { slug: string; rest: string };

/** The slugs that the path may begin with, the longest first, and not the path itself. */
export function prefixesOf(path: string): Prefix[] {
  const segments = path.slice(1, isPreviewPath(path) ? -1 : undefined).split("/");
  const prefixes: Prefix[] = [];
  for (let count = Math.min(segments.length - 1, MAX_PREFIX_SEGMENTS); count > 0; count--) {
    const slug = readSlug(segments.slice(0, count).join("/"));
    if (slug !== null) prefixes.push({ slug, rest: segments.slice(count).join("/") });
  }
  return prefixes;
}

function readSlug(raw: string): string | null {
  if (/^[\w-]+$/.test(raw)) return raw.length > MAX_LENGTH ? null : raw;
  try {
    const slug = normalizeSlug(decodeURIComponent(raw));
    return slug.length <= MAX_LENGTH && isSlug(slug) ? slug : null;
  } catch {
    return null;
  }
}

function isSlug(text: string): boolean {
  return /^[\p{L}\p{M}\p{N}_-]+(\/[\p{L}\p{M}\p{N}_-]+)*$/u.test(text);
}
