import { parse, postprocess, preprocess } from "micromark";
import { gfmAutolinkLiteral } from "micromark-extension-gfm-autolink-literal";
import { type Spend, tooComplex } from "./effort.ts";
import { markdownGuard } from "./markdown-guard.ts";
import { normalizeLabel } from "./markdown-labels.ts";
import { effortOfLine, hasOpenContainer, isAtBlockEnd } from "./markdown-state.ts";
import type { Event } from "./markdown-types.ts";

/** Offsets in the events count from `base`. */
export type Segment = { base: number; events: Event[] };

const MIN_SEGMENT_LENGTH = 500;
const GROWTH = 1.2;
const EVENT_EFFORT = 100;
// The parser goes through a stack for each container that is opened on a line.
const TOO_DEEP = /^(?:[ \t]*(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t]))){101}/m;
const LABEL = /^[ \t>*+.)\d-]*\[((?:[^[\]\\]|\\[\s\S]){1,999})\]:/gm;
/** The byte order mark, which the parser drops where it begins and nowhere else. */
const MARK = "\ufeff";
const LINE_END = /\r\n|[\r\n]/g;

/**
 * The Markdown from there on, parsed in pieces: over a long document the parser takes quadratic time. It is cut only
 * where the parser itself is between two blocks and in none. @throws request.invalid where there is too much of it
 */
export function* markdownSegments(content: string, from: number, spend: Spend): Generator<Segment> {
  if (TOO_DEEP.test(content)) throw tooComplex();
  const parser = parse({ extensions: [gfmAutolinkLiteral(), markdownGuard(spend)] });
  // A reference is one only if it is defined, in whatever piece.
  parser.defined = [...new Set([...content.matchAll(LABEL)].map((match) => normalizeLabel(match[1] ?? "")))];
  let base = from;
  while (base < content.length) {
    while (content[base] === MARK) base++;
    parser.lazy = {};
    const { document, write, end } = readSegment(parser.document(), content, base, spend);
    const events = postprocess(document.write(write("", undefined, true)));
    spend(events.length * EVENT_EFFORT);
    yield { base, events };
    base = end;
  }
}

function readSegment(
  document: ReturnType<ReturnType<typeof parse>["document"]>,
  content: string,
  base: number,
  spend: Spend,
) {
  const write = preprocess();
  let end = base;
  let cutFrom = MIN_SEGMENT_LENGTH;
  while (end < content.length) {
    const line = content.slice(end, endOfLine(content, end));
    document.write(write(line));
    spend(effortOfLine(document, line));
    end += line.length;
    if (end - base < cutFrom || content[end] === MARK || !isAtBlockEnd(document, end - base)) continue;
    if (!hasOpenContainer(document)) break;
    // To find out takes a while, and in a long list it will be the same for long.
    cutFrom = (end - base) * GROWTH;
  }
  return { document, write, end };
}

function endOfLine(content: string, at: number): number {
  LINE_END.lastIndex = at;
  return LINE_END.exec(content) ? LINE_END.lastIndex : content.length;
}
