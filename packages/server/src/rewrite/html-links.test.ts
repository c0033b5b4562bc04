import { expect, test } from "bun:test";
import { findLinks } from "./find-links.ts";

/** The raw text of each place, and the address it stands for where that is another. */
const find = (content: string, includeImages = false) =>
  findLinks(content, "html", { includeImages }).map(({ start, end, url }) => {
    const raw = content.slice(start, end);
    return raw === url ? raw : [raw, url];
  });
/** The content with `url` at every place. */
const put = (content: string, url: string) =>
  findLinks(content, "html", { includeImages: true })
    .reverse()
    .reduce((text, { start, end, encode }) => text.slice(0, start) + encode(url) + text.slice(end), content);

const A = "https://a.example/";
const B = "https://b.example/";

test("an address is found however its attribute is written", () => {
  const same = [
    `<a href="${A}">`,
    `<a href='${A}'>`,
    `<A HREF="${A}">`,
    `<a class=x\n\thref \r\n=\f "${A}" id=y>`,
    `<a title="a > b" href="${A}">`,
    `<a title='<a href="${B}">' href="${A}">`,
    `<a/href="${A}"/>`,
    `<a =href="x" href="${A}">`,
    `<a href=${A}>x</a>`,
    `<a href=${A} >`,
    `<a href="${A}" href="${B}">`,
    `<a data-href="${B}" href="${A}">`,
    `<a href=" ${A}\n">`,
    `<area href="${A}">`,
    `<p>${A}<a href="${A}">${A}</a>`,
    `<a href="${A}"`.concat(" download>"),
  ];
  for (const content of same) expect([content, find(content)]).toEqual([content, [A]]);
});

test("entities are decoded, line ends within are not part of the address", () => {
  expect(find(`<a href="${A}?a=1&amp;b=2&copy=3&#x2F;&eacute;">`)).toEqual([
    [`${A}?a=1&amp;b=2&copy=3&#x2F;&eacute;`, `${A}?a=1&b=2&copy=3/é`],
  ]);
  expect(find(`<a href=${A}?a=1&amp;b>`)).toEqual([[`${A}?a=1&amp;b`, `${A}?a=1&b`]]);
  expect(find(`<a href="${A}long\r\npath">`)).toEqual([[`${A}long\r\npath`, `${A}longpath`]]);
  expect(find(`<a href="&#32;${A}">`)).toEqual([[`&#32;${A}`, A]]);
});

test("offsets hold with CRLF, astral characters and a byte order mark before", () => {
  const before = "\ufeff<!doctype html>\r\n<p>😀\r\n\r<b title='😀\r\n'>𝒳&amp;\r\n<!-- 😀\r\n -->";
  expect(find(`${before}<a\r\nhref="${A}">😀</a>\r\n<a href=${B}>`)).toEqual([A, B]);
});

test("only links count, and images on request", () => {
  const content = `<base href="${B}"><link href="${B}"><form action="${B}"><img src="${A}i.png" srcset="${B}">
    <image src="${A}j.png"><script src="${B}"></script><iframe src="${B}"></iframe><div href="${B}">`;
  expect(find(content)).toEqual([]);
  expect(find(content, true)).toEqual([`${A}i.png`, `${A}j.png`]);
});

test("what is no markup is no link", () => {
  const link = `<a href="${B}">`;
  const wholes = [
    `<!-- ${link} -->`,
    `<!--[if mso]>${link}x</a><![endif]-->`,
    `<script>x = '${link}'</script>`,
    `<style>/* ${link} */</style>`,
    `<title>${link}</title>`,
    `<textarea>${link}</textarea>`,
    `<xmp>${link}</xmp>`,
    `<svg><![CDATA[${link}]]></svg>`,
    `<p title='${link}'>`,
    `&lt;a href="${B}"&gt;`,
    `</a href="${B}">`,
    `<a href="${B}`,
    `<a href="${B}"`,
    `<a href>`,
    `<plaintext>${link}`,
  ];
  for (const content of wholes) expect([content, find(content)]).toEqual([content, []]);
  expect(find(`<![if !mso]>${link}<![endif]>`)).toEqual([B]);
  expect(find("<a href=>x</a>")).toEqual([]);
});

test("fragments, documents, templates, tables and pictures are looked into", () => {
  const link = `<a href="${A}">`;
  const contents = [
    `<tr><td>${link}`,
    `<col>${link}`,
    `<!doctype html><html><head><title>x</title></head><body>${link}</body></html>`,
    `<html><head>${link}`,
    `</body></html>${link}`,
    `<frameset>${link}`,
    `<template><tr>${link}</template>`,
    `<noscript>${link}</noscript>`,
    `<head><noscript>${link}</noscript></head>`,
    `<table>${link}x<tr><td>y</table>`,
    `<table><colgroup>${link}`,
    `<svg><foreignObject>${link}`,
    `<svg>${link}<text>x`,
    `<svg><a xlink:href="${A}">`,
    `<math><mtext>${link}`,
    `<button><form><p><li>${link}`,
  ];
  for (const content of contents) expect([content, find(content)]).toEqual([content, [A]]);
  expect(find(`<svg><a xlink:href="${A}" href=${B}>`)).toEqual([A, B]);
  expect(find(`<a xlink:href="${A}">`)).toEqual([]);
});

test("an element that the standard copies is one place", () => {
  for (const content of [
    `<a href="${A}"><p>x</a>y`,
    `<b><a href="${A}"><div>x</b>y</div>`,
    `<p><a href="${A}">x<p>y<p>z`,
    `<a href="${A}"><table><a href="${B}">`,
  ])
    expect(new Set(find(content)).size).toBe(find(content).length);
});

test("addresses of all kinds are given back, the plan judges them", () => {
  expect(find("<a href='#x'><a href=/y><a href='mailto:a@b.c'><a href=' JavaScript:x()'>")).toEqual([
    "#x",
    "/y",
    "mailto:a@b.c",
    "JavaScript:x()",
  ]);
});

test("another address is written as the quotes there allow", () => {
  const url = `${B}?a=1&b="'<> =\``;
  expect(put(`<a href="${A}">`, url)).toBe(`<a href="${B}?a=1&amp;b=&quot;'<> =\`">`);
  expect(put(`<a href='${A}'>`, url)).toBe(`<a href='${B}?a=1&amp;b="&#39;<> =\`'>`);
  const bare = `<a href=${B}?a&#61;1&amp;b&#61;&quot;&#39;&lt;&gt;&#32;&#61;&#96;>`;
  expect(put(`<a href=${A}>`, url)).toBe(bare);
  for (const quote of ['"', "'", ""]) {
    const [place] = findLinks(put(`<a href=${quote}${A}${quote}>`, url), "html", { includeImages: false });
    expect(place?.url).toBe(url);
  }
});
