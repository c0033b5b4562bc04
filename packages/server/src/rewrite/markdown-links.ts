import type { Spend } from "./effort.ts";
import type { FindOptions, FoundUrl } from "./found-url.ts";
import { endOfFrontMatter } from "./front-matter.ts";
import { ENTER, EXIT } from "./markdown-handlers.ts";
import { markdownSegments } from "./markdown-segments.ts";
import { addBareLinks, newWalk, wantedDefinitions } from "./markdown-walk.ts";

/**
 * The addresses of links, definitions and autolinks in Markdown (CommonMark, and bare addresses as on GitHub), in the
 * HTML inside of it, and on request of images. @throws request.invalid where it would take too long to read
 */
export function findMarkdownLinks(content: string, options: FindOptions, spend: Spend): FoundUrl[] {
  const walk = newWalk(content, options, spend);
  for (const { base, events } of markdownSegments(content, endOfFrontMatter(content), spend)) {
    for (const [kind, token, context] of events) {
      const handle = (kind === "enter" ? ENTER : EXIT)[token.type];
      if (!handle) continue;
      const range = { start: base + token.start.offset, end: base + token.end.offset };
      handle(walk, range, () => context.sliceSerialize(token));
    }
    addBareLinks(walk);
  }
  return [...walk.found, ...wantedDefinitions(walk)];
}
