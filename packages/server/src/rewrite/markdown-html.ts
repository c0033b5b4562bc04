import type { Spend } from "./effort.ts";
import type { FindOptions, FoundUrl } from "./found-url.ts";
import { findHtmlLinks } from "./html-links.ts";

/** A stretch of the content. */
export type Range = { start: number; end: number };

const PARSER_EFFORT = 1_000;

/**
 * The links of HTML inside of Markdown. `lines` are in order, without the `>` or the indentation of the block around
 * them; an address that goes over such a line end is left out.
 */
export function findIslandLinks(
  content: string,
  lines: readonly Range[],
  options: FindOptions,
  spend: Spend,
): FoundUrl[] {
  const source = lines.map(({ start, end }) => content.slice(start, end)).join("");
  if (!/href|src/i.test(source)) return [];
  spend(PARSER_EFFORT);
  return findHtmlLinks(source, options, spend).flatMap((found) => {
    const length = found.end - found.start;
    const start = placeOf(lines, found.start, length);
    return start === undefined ? [] : [{ ...found, start, end: start + length }];
  });
}

/** Where in the content it is; undefined if it is not all on one line. */
function placeOf(lines: readonly Range[], at: number, length: number): number | undefined {
  let before = 0;
  for (const { start, end } of lines) {
    const left = before + end - start - at;
    if (left > 0) return length <= left ? end - left : undefined;
    before += end - start;
  }
  return undefined;
}

/** Adds a line; where only space is between, it goes on with the last one. */
export function addRange(content: string, lines: Range[], next: Range): void {
  const last = lines.at(-1);
  if (last && /^[ \t]*$/.test(content.slice(last.end, next.start))) last.end = next.end;
  else lines.push({ ...next });
}
