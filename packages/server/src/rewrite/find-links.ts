import type { RewriteFormat } from "@visoli/contract/rewrite";
import { newEffort } from "./effort.ts";
import type { FindOptions, FoundUrl } from "./found-url.ts";
import { findHtmlLinks } from "./html-links.ts";
import { findMarkdownLinks } from "./markdown-links.ts";
import { findTextLinks } from "./text-links.ts";

/**
 * All links of the content in their order, none overlapping another, be they web addresses or not.
 * @throws request.invalid where the content would take too long to read
 */
export function findLinks(content: string, format: RewriteFormat, options: FindOptions): FoundUrl[] {
  return inOrder(findAll(content, format, options));
}

function findAll(content: string, format: RewriteFormat, options: FindOptions): FoundUrl[] {
  switch (format) {
    case "html":
      return findHtmlLinks(content, options, newEffort());
    case "markdown":
      return findMarkdownLinks(content, options, newEffort());
    case "text":
      return findTextLinks(content, newEffort());
  }
}

/** Sorted; of two in the same place only the first. */
function inOrder(found: FoundUrl[]): FoundUrl[] {
  const sorted = [...found].sort((a, b) => a.start - b.start);
  let end = 0;
  return sorted.filter((each) => {
    if (each.start < end) return false;
    end = each.end;
    return true;
  });
}
