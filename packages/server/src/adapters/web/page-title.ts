import { type Token, Tokenizer, TokenizerMode } from "parse5";
import { decodePage } from "./decode-page.ts";

const MAX_CODE_POINTS = 255;

/** Elements whose content is text: what looks like a tag in there is none. */
const TEXT_MODES = new Map([
  ["title", TokenizerMode.RCDATA],
  ["textarea", TokenizerMode.RCDATA],
  ["style", TokenizerMode.RAWTEXT],
  ["xmp", TokenizerMode.RAWTEXT],
  ["iframe", TokenizerMode.RAWTEXT],
  ["noembed", TokenizerMode.RAWTEXT],
  ["noframes", TokenizerMode.RAWTEXT],
  ["script", TokenizerMode.SCRIPT_DATA],
  ["plaintext", TokenizerMode.PLAINTEXT],
]);

/**
 * The title of an HTML page (its <title>, else its og:title) as one line of at most 255 code points; null if it has
 * none or is no HTML. The bytes may be the first part of a page.
 */
export function readTitle(bytes: Uint8Array, contentType: string | null): string | null {
  const mediaType = (contentType ?? "").replace(/;.*/s, "").trim().toLowerCase();
  if (!["", "text/html", "application/xhtml+xml"].includes(mediaType)) return null;
  const { title, ogTitle } = findTitles(decodePage(bytes, contentType ?? ""));
  return title || ogTitle || null;
}

/**
 * Goes through the tags up to the end of the first title that says something. Tokens take time in proportion to the
 * page; the tree that parse5 makes of 64 KiB of `<p><b id=1><b id=2>… <p>x<p>x…` takes 20 s and 5 GB.
 */
function findTitles(html: string): { title: string; ogTitle: string } {
  const found = { title: "", ogTitle: "" };
  let text: string | null = null;
  // an <svg> has titles of its own
  let foreignDepth = 0;
  const append = ({ chars }: Token.CharacterToken) => {
    if (text !== null) text += chars;
  };
  const tokenizer = new Tokenizer(
    {},
    {
      onStartTag: ({ tagName, attrs, selfClosing }) => {
        if (/^(svg|math)$/.test(tagName) && !selfClosing) foreignDepth++;
        if (foreignDepth > 0) return;
        tokenizer.state = TEXT_MODES.get(tagName) ?? tokenizer.state;
        if (tagName === "title") text = "";
        if (tagName === "meta") found.ogTitle ||= ogTitleOf(attrs);
      },
      onEndTag: ({ tagName }) => {
        if (/^(svg|math)$/.test(tagName) && foreignDepth > 0) foreignDepth--;
        if (tagName !== "title" || text === null) return;
        found.title = tidy(text);
        text = null;
        if (found.title !== "") tokenizer.pause();
      },
      onCharacter: append,
      onWhitespaceCharacter: append,
      onNullCharacter: () => {},
      onComment: () => {},
      onDoctype: () => {},
      onEof: () => {},
    },
  );
  tokenizer.write(html, true);
  return found;
}

function ogTitleOf(attrs: Token.Attribute[]): string {
  const attribute = (name: string) => attrs.find((each) => each.name === name)?.value ?? "";
  const isOgTitle = [attribute("property"), attribute("name")].some((name) =>
    /^og:title$/i.test(name.trim()),
  );
  return isOgTitle ? tidy(attribute("content")) : "";
}

/** One line, without control characters and those that turn the direction of the text around them. */
function tidy(text: string): string {
  const line = text.replace(/[\u202a-\u202e\u2066-\u2069]/g, "").replace(/[\s\p{Cc}]+/gu, " ");
  const codePoints = Array.from(line.trim().toWellFormed());
  return codePoints.slice(0, MAX_CODE_POINTS).join("").trimEnd();
}
