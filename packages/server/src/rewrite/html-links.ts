import { html, type Token } from "parse5";
import type { Spend } from "./effort.ts";
import type { FindOptions, FoundUrl } from "./found-url.ts";
import { type HtmlElement, visitHtmlElements } from "./html-elements.ts";
import { encodeAttribute, type Quote } from "./html-encode.ts";

const NONE: readonly string[] = [];
const HREF = ["href"];
const SVG_HREF = ["href", "xlink:href"];
const SRC = ["src"];
const SPACE = 0x20;

/**
 * The addresses in `href` of `<a>` and `<area>`, and on request in `src` of `<img>`, as browsers understand them.
 * @throws request.invalid where the content would take too long to read
 */
export function findHtmlLinks(content: string, { includeImages }: FindOptions, spend: Spend): FoundUrl[] {
  const found = new Map<number, FoundUrl>();
  const visit = (element: HtmlElement, location: Token.ElementLocation) => {
    for (const name of attributesOf(element, includeImages)) {
      const place = location.attrs?.[name];
      const value = element.attrs.find((each) => nameOf(each) === name)?.value;
      if (!place || value === undefined) continue;
      const each = attributeUrl(content, place, name, value);
      // The same start tag may make several elements.
      if (each) found.set(each.start, each);
    }
  };
  visitHtmlElements(content, visit, spend);
  return [...found.values()];
}

function attributesOf({ tagName, namespaceURI }: HtmlElement, includeImages: boolean): readonly string[] {
  if (namespaceURI === html.NS.SVG) return tagName === "a" ? SVG_HREF : NONE;
  if (namespaceURI !== html.NS.HTML) return NONE;
  if (tagName === "a" || tagName === "area") return HREF;
  return tagName === "img" && includeImages ? SRC : NONE;
}

function nameOf({ prefix, name }: Token.Attribute): string {
  return prefix ? `${prefix}:${name}` : name;
}

/** `value` is what the parser read at `place`, entities and line ends decoded. */
function attributeUrl(
  content: string,
  place: Token.Location,
  name: string,
  value: string,
): FoundUrl | undefined {
  const source = content.slice(place.startOffset, place.endOffset);
  const equals = /^[\t\n\f\r ]*=[\t\n\f\r ]*/.exec(source.slice(name.length));
  if (!equals) return undefined;
  const valueAt = name.length + equals[0].length;
  const first = source.charAt(valueAt);
  const quote: Quote = first === '"' || first === "'" ? first : "";
  const raw = source.slice(valueAt + quote.length, source.length - quote.length);
  // The space around an address means nothing, and stays.
  const { from, to } = withoutSpace(raw);
  const start = place.startOffset + valueAt + quote.length + from;
  const end = start + to - from;
  return { start, end, url: asBrowsersRead(value), encode: (url) => encodeAttribute(url, quote) };
}

/** URLs lose their line ends and tabs, and the spaces around them. */
function asBrowsersRead(value: string): string {
  const joined = value.replace(/[\t\n\r]/g, "");
  const { from, to } = withoutSpace(joined);
  return joined.slice(from, to);
}

/** What is left without the spaces and control characters around it. A pattern would take quadratic time. */
function withoutSpace(text: string): { from: number; to: number } {
  let from = 0;
  let to = text.length;
  while (from < to && text.charCodeAt(from) <= SPACE) from++;
  while (from < to && text.charCodeAt(to - 1) <= SPACE) to--;
  return { from, to };
}
