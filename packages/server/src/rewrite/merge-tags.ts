const TAGS: readonly (readonly [open: string, close: string])[] = [
  ["{{", "}}"],
  ["{%", "%}"],
  ["*|", "|*"],
  ["%%", "%%"],
  ["[[", "]]"],
  ["<%", "%>"],
  ["${", "}"],
];
const MAX_TAG_LENGTH = 300;
const MAX_WORD_LENGTH = 1_000;
const STOP = /(\{[{%]|\*\||%%|\[\[|<%|\$\{)|[\s<>]/g;

// An opening is enough, for a space may have cut the tag off; but `{%22` and `%%20` are percent-encoding.
const IN_URL = /\{\{|\*\||\[\[|\$\{|[{<]%(?![\da-f]{2})|%%[^%]+%%|%7b%7b|\*%7c/i;

/** Whether the address holds a merge tag of a mail or template system, or the beginning of one. */
export function hasMergeTag(url: string): boolean {
  return IN_URL.test(url);
}

/** Where the merge tag ends that the address is in, as in `{{ link "https://example.com" }}`; null if it is in none. */
export function endOfTagAround(content: string, start: number, end: number): number | null {
  const before = content.slice(Math.max(0, start - MAX_TAG_LENGTH), start).replace(/^[\s\S]*[\r\n]/, "");
  const after = content.slice(end, end + MAX_TAG_LENGTH).replace(/[\r\n][\s\S]*$/, "");
  for (const [open, close] of TAGS) {
    const opened = before.lastIndexOf(open);
    const closed = after.indexOf(close);
    if (opened === -1 || closed === -1 || before.includes(close, opened + open.length)) continue;
    if (isNoOpening(open, close, before, opened)) continue;
    // What closes opens, too: only behind an odd number of them is one open.
    if (open === close && before.split(open).length % 2 === 1) continue;
    return end + closed + close.length;
  }
  return null;
}

/**
 * Where the word ends that a bare address and merge tags make, which may hold spaces:
 * `https://example.com/?id={{ id }}&x=1`. Null where there are none.
 */
export function endOfTagsAttached(content: string, start: number, end: number): number | null {
  const word = content.slice(start, end + MAX_WORD_LENGTH);
  const last = end - start;
  let found = false;
  STOP.lastIndex = 0;
  for (let stop = STOP.exec(word); stop; stop = STOP.exec(word)) {
    const [sign, opening] = stop;
    const tagEnd = opening === undefined ? null : endOfTag(word, stop.index);
    if (tagEnd === null && stop.index >= last && /[\s<>]/.test(sign))
      return found ? start + stop.index : null;
    found ||= tagEnd !== null;
    STOP.lastIndex = tagEnd ?? stop.index + 1;
  }
  return found ? start + word.length : null;
}

/** The end of the tag that begins here, if one does. */
function endOfTag(content: string, at: number): number | null {
  for (const [open, close] of TAGS) {
    if (!content.startsWith(open, at) || isNoOpening(open, close, content, at)) continue;
    const rest = content.slice(at, at + MAX_TAG_LENGTH);
    const found = rest.indexOf(close, open.length);
    if (found !== -1 && !/[\r\n]/.test(rest.slice(0, found))) return at + found + close.length;
  }
  return null;
}

/** `100%% of it`: where opening and closing look the same, there must be a word behind it. */
function isNoOpening(open: string, close: string, text: string, at: number): boolean {
  return open === close && /\s|^$/.test(text.charAt(at + open.length));
}
