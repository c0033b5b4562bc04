import { linkifyit } from "linkify-it";
import type { Spend } from "./effort.ts";
import type { FoundUrl } from "./found-url.ts";
import { endOfTagAround, endOfTagsAttached } from "./merge-tags.ts";

// The time that linkify takes grows out of proportion beyond some thousand characters.
const MAX_LENGTH = 2_048;
/** What is as long as this may have been cut off. */
const MAX_SURE_LENGTH = 2_000;

// With the user's name, or `https://user:password@example.com` would be read as `https://user`.
const linkify = linkifyit({ fuzzyLink: false, fuzzyEmail: false, urlAuth: true, maxLength: MAX_LENGTH })
  .add("ftp:", null)
  .add("mailto:", null)
  .add("//", null);

const SPACE = /\s/g;
/** A short address as there will be one: what follows the old must not become part of the new. */
const PROBE = "https://example.com/probe";
const PROBE_LENGTH = 100;
const LINK_EFFORT = 2_000;

/**
 * The http and https addresses of plain text, or of the stretch of it, without the punctuation behind them.
 * @throws request.invalid where there are too many
 */
export function findTextLinks(content: string, spend: Spend, from = 0, to = content.length): FoundUrl[] {
  const found: FoundUrl[] = [];
  let taken = from;
  for (const { index, raw } of linkify.match(content.slice(from, to)) ?? []) {
    const start = from + index;
    if (start < taken) continue;
    spend(LINK_EFFORT);
    const isCut = raw.length >= MAX_SURE_LENGTH;
    const end = isCut ? endOfWord(content, start) : start + withoutMarkup(raw).length;
    const each = bareUrl(content, start, end);
    found.push(isCut || isGlued(content, end) ? { ...each, isGlued: true } : each);
    taken = each.end;
  }
  return found;
}

/** linkify takes what is between quotation marks for a part of an address, markup and all, and spaces without width. */
function withoutMarkup(raw: string): string {
  const [address = ""] = raw.split(/["<>\u200b\u2060\ufeff]/, 1);
  return address === raw ? raw : (linkify.matchAtStart(address)?.raw ?? address);
}

function endOfWord(content: string, from: number): number {
  SPACE.lastIndex = from;
  return SPACE.exec(content)?.index ?? content.length;
}

function isGlued(content: string, end: number): boolean {
  const match = linkify.matchAtStart(PROBE + content.slice(end, end + PROBE_LENGTH));
  return withoutMarkup(match?.raw ?? "") !== PROBE;
}

/** An address that stands in text as it is; with the merge tags that are attached to it, if there are any. */
export function bareUrl(content: string, start: number, end: number): FoundUrl {
  const place = { start, end, url: content.slice(start, end), encode: encodeBare };
  const around = endOfTagAround(content, start, end);
  if (around !== null) return { ...place, end: around, isMergeTag: true };
  const attached = endOfTagsAttached(content, start, end);
  if (attached === null) return place;
  return { ...place, end: attached, url: content.slice(start, attached), isMergeTag: true };
}

/** What would end a bare address is percent-encoded. */
function encodeBare(url: string): string {
  return url.replace(/[\s"<>\p{Cc}]/gu, encodeURIComponent);
}
