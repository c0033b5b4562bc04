import { expect, setDefaultTimeout, test } from "bun:test";
import type { RewriteFormat } from "@visoli/contract/rewrite";
import { ProblemError } from "../core/errors.ts";
import { newEffort } from "./effort.ts";
import { findLinks } from "./find-links.ts";

// Only that they end counts, on whatever machine.
setDefaultTimeout(60_000);

const SIZE = 100_000;
const fill = (piece: string, size = SIZE) => piece.repeat(Math.ceil(size / piece.length)).slice(0, size);
const LINK = '<a href="https://a.example/">';

/** "refused", or how many links there are. Without its limits the parsers would take minutes here, or all memory. */
const outcome = (content: string, format: RewriteFormat) => {
  try {
    return findLinks(content, format, { includeImages: true }).length;
  } catch (error) {
    if (error instanceof ProblemError) return `refused: ${error.errors?.[0]?.code}`;
    throw error;
  }
};

test("a budget is spent once", () => {
  const spend = newEffort(10);
  spend(6);
  spend(4);
  expect(() => spend(1)).toThrow(ProblemError);
});

test("much HTML is read, or refused where elements pile up", () => {
  for (const piece of ["<", "<!--", "&", "</b>", "<p>", "<a>", "\r\n", "<a b='", "<table>", "😀"])
    expect([piece, outcome(`${LINK}${fill(piece)}`, "html")]).toEqual([piece, 1]);
  const names = Array.from({ length: SIZE / 10 }, (_, index) => `a${index}`).join(" ");
  expect(outcome(`<a ${names} href="https://a.example">`, "html")).toBe(1);
  expect(outcome(`<a href="${fill(" ")}x${fill(" ")}y">`, "html")).toBe(1);
  for (const piece of ["<div>", "<b>", "<svg>", "<ul><li>"])
    expect([piece, outcome(fill(piece), "html")]).toEqual([piece, "refused: too_complex"]);
  const copies = Array.from({ length: 5_000 }, (_, index) => `<p><b id=${index}>x</p>`).join("");
  expect(outcome(copies, "html")).toBe("refused: too_complex");
});

test("a million characters of nothing are read", () => {
  for (const [format, piece] of [
    ["html", "<"],
    ["text", "["],
  ] as const)
    expect([piece, outcome(fill(piece, 1_000_000), format)]).toEqual([piece, 0]);
  expect(outcome(fill("[", 1_000_000), "markdown")).toBe("refused: too_complex");
});

test("nesting as deep as people do is no matter", () => {
  expect(outcome(`${"<div>".repeat(4_000)}${LINK}`, "html")).toBe(1);
  expect(outcome(`${"> ".repeat(100)}https://a.example`, "markdown")).toBe(1);
  expect(outcome(`${"- ".repeat(20)}https://a.example`, "markdown")).toBe(1);
});

test("Markdown that makes the parser look again and again is refused", () => {
  const pieces = ["*a_ ", "x <!-- ", "a\n=\n", "> a\n> =\n", "- a\n  - b\n", "[a](b) "];
  for (const piece of pieces) {
    const found = outcome(fill(piece, 40_000), "markdown");
    expect([piece, typeof found === "number" || found === "refused: too_complex"]).toEqual([piece, true]);
  }
  for (const piece of [">", "> ", "1. ", "- > "])
    expect([piece, outcome(`${fill(piece, 50_000)}x`, "markdown")]).toEqual([piece, "refused: too_complex"]);
});

test("a long lifelike Markdown document is read", () => {
  const block = `## Title\n\nSome *text* with a [link](https://a.example/) and \`code\`.\n\n- item\n  - [x]\n\n\`\`\`\ncode\n\`\`\`\n\n`;
  expect(outcome(fill(block, 30_000), "markdown")).toBeGreaterThan(250);
});

test("much text is read, or refused where there are too many addresses", () => {
  for (const piece of ["a", "http:", "(", "{{", "a.", "%%", " "])
    expect([piece, outcome(`https://a.example ${fill(piece)}`, "text")]).toEqual([piece, 1]);
  expect(outcome(fill('https://a.example/"', 50_000), "text")).toBeNumber();
  expect(outcome(fill("https://a.example ", 1_000_000), "text")).toBe("refused: too_complex");
});
