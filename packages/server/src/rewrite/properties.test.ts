import { expect, setDefaultTimeout, test } from "bun:test";
import type { RewriteFormat } from "@visoli/contract/rewrite";
import fc from "fast-check";
import { applyRewrite } from "./apply.ts";
import { findLinks } from "./find-links.ts";
import { planRewrite } from "./plan.ts";

setDefaultTimeout(60_000);

const URLS = [
  ...[
    "https://a.example",
    "https://b.example/x?a=1&amp;b=2",
    "https://c.example/(x)/y_z",
    "HTTP://D.example/%20",
  ],
  ...[
    "https://e.example/ü😀",
    "https://f.example/{{id}}",
    "https://go.example/x",
    "mailto:a@b.example",
    "#x",
  ],
];
const PIECES = [
  ...[
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<table>",
    "<tr><td>",
    "</table>",
    "<template>",
    "<svg>",
    "</svg>",
    "<!--",
    "-->",
  ],
  ...[
    "<script>",
    "</script>",
    "<select>",
    "</a>",
    "<a ",
    "<a href=",
    "<img src=",
    'href="',
    "'",
    '"',
    "=",
    ">",
    "<",
  ],
  ...[
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    "\r\n\r\n",
    "\t",
    "    ",
    "- ",
    "1. ",
    "> ",
    "# ",
    "```\n",
    "~~~",
    "`",
    "\n---\n",
  ],
  ...[
    "[x](",
    "![x](",
    ")",
    "[x]: ",
    "[x]",
    "[",
    "]",
    "(",
    "\\",
    "&amp;",
    "&",
    "*",
    "_",
    "|",
    "{{",
    "}}",
    "%%",
    "<%",
  ],
  ...["word ", "😀", "\ufeff", "ä.", ", ", "www.g.example/x", "a@b.example", "\n===\n", "\u2028", "\u00a0"],
];
const formats: RewriteFormat[] = ["html", "markdown", "text"];
const url = fc.constantFrom(...URLS);
const link = fc.oneof(
  url,
  url.map((each) => `<a href="${each}">x</a>`),
  url.map((each) => `<a class=x HREF='${each}'>x</a>`),
  url.map((each) => `<a href=${each}>x</a>`),
  url.map((each) => `<img src="${each}">`),
  url.map((each) => `[x](${each})`),
  url.map((each) => `![x](<${each}> "t")`),
  url.map((each) => `\n\n[x]: ${each}\n`),
  url.map((each) => `<${each}>`),
);
const piece = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...PIECES) },
  link,
  fc.string({ unit: "grapheme" }),
);
const document = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join("").replaceAll("\0", ""));
const format = fc.constantFrom(...formats);

const find = (content: string, as: RewriteFormat) => findLinks(content, as, { includeImages: true });
const rules = { skip: [], ownDomains: ["go.example"] };
const shorten = (content: string, as: RewriteFormat) => {
  const { targets } = planRewrite(find(content, as), rules);
  const replacements = targets.map(({ places }, index) => ({
    places,
    shortUrl: `https://go.example/s${index}`,
  }));
  return { targets, rewritten: applyRewrite(content, replacements) };
};

test("no document throws, and places are in order, apart and not empty of an address", () => {
  const check = (content: string, as: RewriteFormat) => {
    let end = 0;
    for (const each of find(content, as)) {
      expect(each.start).toBeGreaterThanOrEqual(end);
      expect(each.end).toBeGreaterThanOrEqual(each.start);
      end = each.end;
    }
    expect(end).toBeLessThanOrEqual(content.length);
  };
  fc.assert(fc.property(document, format, check), { numRuns: 400 });
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 200 }), format, check), { numRuns: 200 });
});

test("all but the links is the same, byte for byte", () => {
  const check = (content: string, as: RewriteFormat) => {
    const { targets, rewritten } = shorten(content, as);
    const places = targets.flatMap((target) => target.places).sort((a, b) => a.start - b.start);
    const kept = places.map((place, index) => content.slice(places[index - 1]?.end ?? 0, place.start));
    let at = 0;
    for (const text of kept) {
      expect(rewritten.slice(at, at + text.length)).toBe(text);
      at +=
        text.length +
        (/^https:\/\/go\.example\/s\d+/.exec(rewritten.slice(at + text.length))?.[0].length ?? 0);
    }
    const rest = content.slice(places.at(-1)?.end ?? 0);
    expect(rewritten.endsWith(rest)).toBe(true);
  };
  fc.assert(fc.property(document, format, check), { numRuns: 400 });
});

test("the raw text of a place, written anew, stands for the same address", () => {
  const check = (content: string, as: RewriteFormat) => {
    const found = find(content, as);
    const replacements = found
      .filter((each) => !each.isMergeTag && !each.isGlued && each.url !== "")
      .map((each) => ({ places: [each], shortUrl: each.url }));
    const again = find(applyRewrite(content, replacements), as);
    expect(again.map((each) => each.url)).toEqual(found.map((each) => each.url));
  };
  fc.assert(fc.property(document, format, check), { numRuns: 400 });
});

test("what was rewritten has nothing left to rewrite", () => {
  const check = (content: string, as: RewriteFormat) => {
    const { rewritten } = shorten(content, as);
    const again = shorten(rewritten, as);
    expect([again.targets.map((target) => target.url), again.rewritten]).toEqual([[], rewritten]);
  };
  fc.assert(fc.property(document, format, check), { numRuns: 400 });
});
