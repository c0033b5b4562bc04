import { normalizeSlug } from "@visoli/contract/slug";

/** Where in `http://host/slug?query` (or `/slug?query`) path and query are; the runtime has normalised it already. */
export function splitUrl(url: string): { path: string; query: string } {
  const scheme = url.startsWith("/") ? -1 : url.indexOf("://");
  const start = scheme < 0 ? url.indexOf("/") : url.indexOf("/", scheme + 3);
  if (start < 0) return { path: "", query: "" };
  const mark = url.indexOf("?", start);
  const hash = url.indexOf("#", start);
  const end = hash < 0 ? url.length : hash;
  if (mark < 0 || mark > end) return { path: url.slice(start, end), query: "" };
  return { path: url.slice(start, mark), query: url.slice(mark + 1, end) };
}

/** More UTF-16 units than 190 code points can have in NFC. What is longer must not fill the memory of unknown slugs. */
const MAX_LENGTH = 190 * 2 * 3;

/** The slug that a path names, decoded and in the one spelling we store; null where no link can have it. */
export function slugOf(path: string): string | null {
  const raw = path.slice(1);
  if (raw === "" || raw.includes("/")) return null;
  if (/^[\w-]+$/.test(raw)) return raw.length > MAX_LENGTH ? null : raw;
  try {
    const slug = normalizeSlug(decodeURIComponent(raw));
    return slug.length <= MAX_LENGTH && /^[\p{L}\p{M}\p{N}_-]+$/u.test(slug) ? slug : null;
  } catch {
    return null;
  }
}
