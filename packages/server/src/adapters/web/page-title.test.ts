import { expect, test } from "bun:test";
import fc from "fast-check";
import { readTitle } from "./page-title.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const latin1 = (text: string) => new Uint8Array(Buffer.from(text, "latin1"));
const titleOf = (html: string, contentType: string | null = "text/html; charset=utf-8") =>
  readTitle(bytes(html), contentType);

test.each([
  ["<!doctype html><html><head><title>Hello</title></head>", "Hello"],
  ["<TITLE lang=en\n>Hello</TITLE >", "Hello"],
  ["<title>\n  Hello,\t world \u00a0\u2028 </title>", "Hello, world"],
  ["<title>a &amp; b &lt;c&gt; &eacute; &#x1F600; &nosuch;</title>", "a & b <c> é 😀 &nosuch;"],
  ["<title>a <b>bold</b> one</title>", "a <b>bold</b> one"],
  ["<title>first</title><title>second</title>", "first"],
  ["<title> </title><title>second</title>", "second"],
  ["<div>early</div><title>late</title>", "late"],
  // what only looks like a title
  ["<script>'<title>no</title>'</script><title>yes</title>", "yes"],
  ["<script><!--<script><title>no</title></script>--></script><title>yes</title>", "yes"],
  ["<style><title>no</title></style><title>yes</title>", "yes"],
  ["<!-- <title>no</title> --><title>yes</title>", "yes"],
  ["<meta content='<title>no</title>'><title>yes</title>", "yes"],
  ["<textarea><title>no</title></textarea><title>yes</title>", "yes"],
  ["<iframe><title>no</title></iframe><title>yes</title>", "yes"],
  ["<svg><title>no</title></svg><title>yes</title>", "yes"],
  ["<svg/><title>yes</title>", "yes"],
  ["</svg><title>yes</title>", "yes"],
  ["<titles>no</titles>", null],
  // og:title, where there is no other
  ["<meta property='og:title' content=' From\nOG '>", "From OG"],
  ["<meta name=OG:Title content='&lt;3'>", "<3"],
  ["<meta property='og:title' content='OG'><title>title</title>", "title"],
  ["<meta property='og:title' content='OG'><title></title>", "OG"],
  ["<meta property='og:title'><meta property='og:title' content='second'>", "second"],
  ["<meta property='og:description' content='no'>", null],
  // none
  ["", null],
  ["just text", null],
  ["<title>cut off", null],
  ["<title>cut off</tit", null],
  ["<title", null],
  // what a line of text does not hold
  ["<title>a\u0000b\u0007c&#7;d\u0085e\u007ff</title>", "a\ufffdb c d e f"],
  ["<title>\u202egnp.exe\u2066</title>", "gnp.exe"],
  ["<title>&#xD800;</title>", "\ufffd"],
])("%j", (html, title) => {
  expect(titleOf(html)).toBe(title);
});

test("is cut to 255 code points, between them", () => {
  expect(titleOf(`<title>${"😀".repeat(300)}</title>`)).toBe("😀".repeat(255));
  expect(titleOf(`<title>${"a".repeat(254)} b</title>`)).toBe("a".repeat(254));
});

test.each([
  "application/json",
  "text/plain; charset=utf-8",
  "image/svg+xml",
  "application/pdf",
  "text/htmlx",
])("%s has none", (contentType) => {
  expect(titleOf("<title>no</title>", contentType)).toBeNull();
});

test.each(["text/html", "TEXT/HTML ; charset=utf-8", "application/xhtml+xml", "", null])(
  "%j may",
  (contentType) => {
    expect(titleOf("<title>é</title>", contentType)).toBe("é");
  },
);

const russian = Uint8Array.of(0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2);
const page = (title: Uint8Array, head = "") =>
  new Uint8Array(Buffer.concat([bytes(`${head}<title>`), title, bytes("</title>")]));

test("the charset is the header's, else the page's own", () => {
  expect(readTitle(page(russian), "text/html; charset=windows-1251")).toBe("Привет");
  expect(readTitle(page(russian), 'text/html; charset="CP1251"; x=y')).toBe("Привет");
  for (const meta of [
    "<meta charset=windows-1251>",
    "<META CHARSET = 'Windows-1251'>",
    '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">',
  ]) {
    expect(readTitle(page(russian, meta), "text/html")).toBe("Привет");
    expect(readTitle(page(russian, meta), "text/html; charset=nonsense")).toBe("Привет");
    expect(readTitle(page(russian, meta), "text/html; charset=koi8-r")).not.toBe("Привет");
  }
  const shiftJis = Uint8Array.of(0x93, 0xfa, 0x96, 0x7b);
  expect(readTitle(page(shiftJis), "text/html; charset=Shift_JIS")).toBe("日本");
});

test("a byte order mark is believed before all else", () => {
  expect(titleOf("\ufeff<title>é</title>", "text/html; charset=iso-8859-1")).toBe("é");
  const utf16 = new Uint8Array(Buffer.from("\ufeff<title>é</title>", "utf16le"));
  expect(readTitle(utf16, "text/html; charset=utf-8")).toBe("é");
  expect(
    readTitle(
      utf16.map((_, at) => utf16[at ^ 1] ?? 0),
      "text/html",
    ),
  ).toBe("é");
});

test("without any, it is UTF-8 if that can be, else windows-1252", () => {
  expect(titleOf("<title>é</title>", "text/html")).toBe("é");
  expect(titleOf("<meta charset=utf-16><title>é</title>", "text/html")).toBe("é");
  expect(readTitle(latin1("<title>caf\xe9 \x80</title>"), "text/html")).toBe("café €");
  const cut = bytes("<title>é</title>é").subarray(0, -1);
  expect(readTitle(cut, "text/html")).toBe("é");
});

test("whatever the bytes are, a title is one well-formed line of 1 to 255 code points", () => {
  const pieces = fc.constantFrom(
    "<title>",
    "</title>",
    "<meta property=og:title content='",
    "'>",
    "<svg>",
    "&#x",
    "<",
  );
  const text = fc.string({ unit: "binary" }).map(bytes);
  const input = fc.array(fc.oneof(pieces.map(bytes), text, fc.uint8Array())).map((all) => Buffer.concat(all));
  const charset = fc.constantFrom("utf-8", "utf-16le", "shift_jis", "gb18030", "windows-1252", "x");
  fc.assert(
    fc.property(input, charset, (html, label) => {
      const title = readTitle(html, `text/html; charset=${label}`);
      if (title === null) return;
      expect(title.isWellFormed()).toBe(true);
      expect(title).toBe(title.trim());
      expect(title).not.toMatch(/\p{Cc}|\s\s|[^\S ]/u);
      expect(Array.from(title).length).toBeWithin(1, 256);
    }),
  );
});

test("pages made to be slow are read to their end", () => {
  const fill = (piece: (at: number) => string) => {
    let html = "";
    for (let at = 0; html.length < 200_000; at++) html += piece(at);
    return html;
  };
  for (const hostile of [
    `<p>${fill((at) => `<b id=${at}>`)}${fill(() => "<p>x")}`,
    `<a ${fill((at) => `x${at} `)}>`,
    fill(() => "<title></title>"),
    fill(() => "<svg><svg></svg></svg>"),
    fill(() => "<meta charset "),
    fill(() => "&"),
    fill(() => "<table>"),
  ]) {
    expect(titleOf(`${hostile}</a><title>end</title>`, "text/html")).toBe("end");
  }
});
