import { expect, test } from "bun:test";
import { findLinks } from "./find-links.ts";

const A = "https://a.example/";
const B = "https://b.example/";
const find = (content: string, includeImages = false) =>
  findLinks(content, "markdown", { includeImages }).map(({ start, end, url }) => {
    const raw = content.slice(start, end);
    return raw === url ? raw : [raw, url];
  });
const expectFound = (cases: Record<string, unknown[]>, includeImages = false) => {
  for (const [content, found] of Object.entries(cases))
    expect([content, find(content, includeImages)]).toEqual([content, found as string[]]);
};

test("links, definitions and autolinks", () => {
  expectFound({
    [`[x](${A})`]: [A],
    [`[x](${A} "title ${B}")`]: [A],
    [`[x](<${A}a b> 't')`]: [`${A}a b`],
    [`*[x](${A})* **${A}** ~~${B}~~ _${A}_`]: [A, A, B, A],
    [`[x](${A}\\(y\\)?a=1&amp;b=2&copy;)`]: [[`${A}\\(y\\)?a=1&amp;b=2&copy;`, `${A}(y)?a=1&b=2©`]],
    [`[x](${A}&#x41;&notit;&unknown;\\z)`]: [[`${A}&#x41;&notit;&unknown;\\z`, `${A}A&notit;&unknown;\\z`]],
    [`[x]: ${A} "t"\n\n[x] [y][x]`]: [A],
    [`[x]:\n  <${A}>\n`]: [A],
    [`<${A}> <${A}\\*&amp;>`]: [A, `${A}\\*&amp;`],
    [`${A}x. (${A}y), "${A}z"`]: [`${A}x`, `${A}y`, `${A}z`],
    "www.a.example/x, xwww.b.example": [["www.a.example/x", "http://www.a.example/x"]],
    [`[${A}](${B})`]: [B],
    [`[see ${A}] and [${A}x] \\[${B}y]`]: [A, `${A}x`, `${B}y`],
    [`[${A}][later]\n\n[later]: ${B}`]: [B],
    [`|${A}x|b|\n|-|-|`]: [`${A}x`],
    [`# ${A}\n\n${B}\n===\n\n1. > - ${A}`]: [A, B, A],
    "[x](#y) [x](/z) <mailto:a@b.example> a@b.example <a@b.example>": ["#y", "/z", "mailto:a@b.example"],
    "[x]() [y](<>)": [],
  });
});

test("what is code, or no link, is left alone", () => {
  expectFound({
    [`\`${A}\` \`\`[x](${A})\`\``]: [],
    [`\`\`\`html ${A}\n<a href="${A}">\n\`\`\`\n\n~~~\n${A}\n~~~`]: [],
    [`    ${A}\n\n> \`\`\`\n> ${A}`]: [],
    '\\<a href="x">': [],
    "[x] (#y)": [],
    [`---\nurl: ${A}\n---\n${B}`]: [B],
    [`---\n\n${A}\n\n---`]: [A],
  });
});

test("images only on request, and definitions by who uses them", () => {
  const content = `[![x](${A}i.png)](${A}) ![y](${B}j.png "t") ![${A}](k.png)`;
  expectFound({ [content]: [A] });
  expectFound({ [content]: [`${A}i.png`, A, `${B}j.png`, "k.png"] }, true);
  const both = `![i][A  b] [l][c] ![d]\n\n[a B]: ${A}1\n[c]: ${A}2\n[d]: ${A}3\n[e]: ${A}4\n\n[d]`;
  expectFound({ [both]: [`${A}2`, `${A}3`, `${A}4`] });
  expectFound({ [both]: [1, 2, 3, 4].map((each) => A + each) }, true);
});

test("HTML inside of Markdown", () => {
  expectFound(
    {
      [`x <a href="${A}?a&amp;b">${B}</a> <!-- <a href="${A}"> -->`]: [[`${A}?a&amp;b`, `${A}?a&b`], B],
      [`<div>\n<a\n  href='${A}'>[x](${B})</a>\n</div>`]: [A],
      [`> <a\n> href="${A}">\n>\n> <table>\n> <td><img src=${B}>\n> </table>`]: [A, B],
      [`- <p>\r\n  <a href="${A}">\r\n  </p>\r\n\r\n  <b><a href=${B}>`]: [A, B],
      [`<script>\n"<a href='${A}'>"\n</script>`]: [],
      [`> <a href="${A}\n> x">`]: [],
    },
    true,
  );
});

test("merge tags make one piece with a bare address", () => {
  expectFound({
    [`${A}?id={{ user id }}&x=1 y`]: [`${A}?id={{ user id }}&x=1`],
    [`${A}*|EMAIL|*/x y`]: [`${A}*|EMAIL|*/x`],
    [`[x](${A}?id={{id}})`]: [`${A}?id={{id}}`],
    [`[x](${A}?id={{ id }})`]: [`${A}?id={{ id }})`],
  });
});

test("offsets hold with CR, CRLF, tabs, astral characters and a byte order mark", () => {
  for (const end of ["\n", "\r\n", "\r"]) {
    const lines = [
      "\ufeff# 😀",
      "",
      `-\t[x](${A})`,
      `\t- 𝒳 ${B}`,
      `>\t<${A}>`,
      "",
      `>\t<p>`,
      `> <a href="${B}">`,
    ];
    const content = lines.join(end);
    expect([end, find(content)]).toEqual([end, [A, B, A, B]]);
  }
});

test("a long document is read as one, though it is parsed in pieces", () => {
  const filler = `${"Lorem ipsum *dolor*. ".repeat(20)}\r\n\r\n- a\r\n\r\n  b\r\n`.repeat(20);
  const content = `[x][late] ![i][image]\n\n${filler}\n\`\`\`\n${filler}${A}\n\`\`\`\n\n[late]: ${A}\n\n${filler}\n[image]: ${B}\n`;
  expect(find(content)).toEqual([A]);
});

test("another address is written so that it stays a destination", () => {
  const url = `${B}a b()<>[]*\\\`|?x=1&amp;y=&#2;~_\u00a0`;
  for (const content of [`[x](${A})`, `[x](<${A}> "t")`, `[x]: ${A}\n`, `> - a \` [![x](${A})](/b)`]) {
    const [place] = findLinks(content, "markdown", { includeImages: true });
    if (!place) throw new Error("not found");
    const changed = content.slice(0, place.start) + place.encode(url) + content.slice(place.end);
    expect(findLinks(changed, "markdown", { includeImages: true })[0]?.url).toBe(url);
  }
});
