import { type DefaultTreeAdapterTypes, parseFragment } from "parse5";
import { memoByText } from "../lib/memo.ts";

const ESCAPES = /\\([!-/:-@[-`{-~])|&(?:#(?:\d{1,7}|x[\da-f]{1,6})|[\da-z]{1,31});/gi;
// As character references these mean themselves anywhere in a link, in a table, beside a code span.
const UNSAFE = /[\s\p{Cc}`<>\\()[\]|*~]|&(?=#?[\da-z]+;)/giu;

/** The address that a destination stands for: without backslash escapes and character references. */
export function decodeDestination(raw: string): string {
  return raw.replace(ESCAPES, (match, escaped: string | undefined) => escaped ?? decodeReference(match));
}

/** The address as a destination, within `<` and `>` or without. */
export function encodeDestination(url: string): string {
  return url.replace(UNSAFE, (each) => (each === "&" ? "&amp;" : `&#${each.codePointAt(0)};`));
}

/** The address between `<` and `>`, where nothing can be escaped. */
export function encodeAutolink(url: string): string {
  return url.replace(/[ <>\p{Cc}]/gu, encodeURIComponent);
}

const decodeReference = memoByText(1_000, (reference) => {
  // In an attribute `&notit;` is no `&not`: only what ends with the semicolon counts, as in Markdown.
  const [element] = parseFragment(`<a title="${reference}">`).childNodes;
  return (element as DefaultTreeAdapterTypes.Element).attrs[0]?.value ?? reference;
});
