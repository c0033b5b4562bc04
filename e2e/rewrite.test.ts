import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { RewriteResult } from "@visoli/contract/rewrite";
import { type Client, click, createClient, type Link } from "./client.ts";
import { endAll, type Server, startServer } from "./server.ts";

let server: Server;
let client: Client;
beforeAll(async () => {
  server = await startServer();
  client = createClient(server.url, server.apiKey);
});
afterAll(endAll);

async function rewrite(input: Record<string, unknown>): Promise<RewriteResult> {
  const { status, body } = await client.post<RewriteResult>("/api/v1/rewrite", input);
  expect([status, status === 200 ? null : body]).toEqual([200, null]);
  return body;
}

/** A text as a list of what stays and of addresses; the test itself says what must become of each. */
type Piece = string | { url: string; as?: string };
const written = (pieces: Piece[]) =>
  pieces.map((one) => (typeof one === "string" ? one : (one.as ?? one.url))).join("");

const escaped = (url: string) => url.replaceAll("&", "&amp;");
const campaign = (index: number) => `https://shop.example.com/item/${index}?utm_source=mail&n=${index}#part`;

/** A mail as mail programs send them: 30 links, quotes of all kinds, a comment, styles, an odd image. */
const HTML: Piece[] = [
  '<!DOCTYPE html>\r\n<html lang="de"><head><meta charset="utf-8"><title>Frühling & mehr</title>\r\n',
  "<style>a{color:#c00;background:url(https://cdn.example.com/bg.png)}</style>\r\n",
  '<!-- <a href="https://example.com/in-a-comment">no</a> --></head>\r\n<BODY bgcolor=#fff>\r\n',
  ...Array.from({ length: 26 }, (_, index): Piece[] => {
    const [open, close] =
      [
        ["'", "'"],
        ['"', '"'],
      ][index % 2] ?? [];
    const url = campaign(index);
    return [
      `<tr><td><A class=x  HREF = ${open}`,
      { url, as: escaped(url) },
      `${close}>Größe ${index} &rarr;</a></td></tr>\r\n`,
    ];
  }).flat(),
  "<a href=",
  { url: "http://plain.example.com/unquoted" },
  '>x</a>\n<area shape="rect" href="',
  { url: "https://example.com/a%20b/%E2%9C%93?q=%26" },
  '"/>\n<a href="\n ',
  { url: "https://example.com/with-spaces-around" },
  '\t">x</a><a href="',
  { url: campaign(3), as: escaped(campaign(3)) },
  '">the fourth again</a>\n',
  '<a href="mailto:a@example.com">mail</a><a href="#top">top</a><a href="/relative">r</a><a href="{{unsubscribe}}">u</a>',
  '<a href="https://skip.example.com/unsubscribe?u=1">out</a><a href="javascript:void 0">js</a>',
  '<img src="https://cdn.example.com/open.gif" alt="https://example.com/not-a-link">\r\n',
  "<p>Plain text: https://example.com/in-text</p></BODY></html>\r\n\r\n",
];

const MARKDOWN: Piece[] = [
  "---\ntitle: https://example.com/front-matter\n---\n\n# Frühling\n\n",
  ...Array.from({ length: 24 }, (_, index): Piece[] => [
    `* [Größe *${index}* \\[x\\]](`,
    { url: `https://shop.example.com/(item)/${index}?a=1&b=${index}` },
    ` "Titel ${index}")  \n`,
  ]).flat(),
  "\nInline <",
  { url: "https://example.com/angle" },
  "> and [ref][1], ![image](https://cdn.example.com/image.png), and bare ",
  { url: "https://example.com/bare" },
  ".\n\n`https://example.com/code` stays.\n\n```sh\ncurl https://example.com/fenced\n```\n\n    https://example.com/indented\n\n[1]: ",
  { url: "https://example.com/reference" },
  " 'x'\n[2]: <",
  { url: "https://example.com/reference-2" },
  ">\n\n[2] and [a](",
  { url: "https://example.com/last" },
  ") [m](mailto:a@example.com) [w]({{web}}) [s](https://skip.example.com/x) [again](",
  { url: "https://example.com/last" },
  ")\n\n\n",
];

const TEXTS: [format: "html" | "markdown", pieces: Piece[]][] = [
  ["html", HTML],
  ["markdown", MARKDOWN],
];

describe.each(TEXTS)("%s with 30 links", (format, pieces) => {
  const urls = pieces.flatMap((one) => (typeof one === "string" ? [] : [one.url]));
  const input = { content: written(pieces), format, skip: ["skip.example.com"], tags: [format] };

  test("each link becomes a short one that leads there, and every other byte stays", async () => {
    expect(urls).toHaveLength(30);
    const { content, links } = await rewrite(input);
    const shortOf = new Map(links.map(({ url, shortUrl }) => [url, shortUrl]));
    expect([...shortOf.keys()].sort()).toEqual([...new Set(urls)].sort());
    const expected = pieces.map((one) =>
      typeof one === "string" ? one : { url: one.url, as: shortOf.get(one.url) ?? "?" },
    );
    expect(content).toBe(written(expected));
    expect(links.every(({ isNew }) => isNew)).toBe(true);
    expect(links.reduce((sum, { count }) => sum + count, 0)).toBe(30);
    for (const [url, shortUrl] of shortOf) {
      const response = await click(shortUrl);
      expect([response.status, response.headers.get("location")]).toEqual([302, new URL(url).href]);
    }
    const made = await client.all<Link>("/api/v1/links", 100);
    expect(made.filter(({ tags }) => tags.includes(format)).length).toBe(shortOf.size);
  });

  test("the same call again makes none; neither does the answer, sent back", async () => {
    const before = await rewrite(input);
    expect(before.links.some(({ isNew }) => isNew)).toBe(false);
    const again = await rewrite({ ...input, content: before.content });
    expect([again.content, again.links]).toEqual([before.content, []]);
    expect(again.skipped.find(({ reason }) => reason === "own_domain")).toBeDefined();
    const fresh = await rewrite({ ...input, reuse: false });
    expect(fresh.links.every(({ isNew }) => isNew)).toBe(true);
    const shortUrls = [...before.links, ...fresh.links].map(({ shortUrl }) => shortUrl);
    expect(new Set(shortUrls).size).toBe(shortUrls.length);
  });

  test("what stays says why", async () => {
    const { skipped } = await rewrite(input);
    const reasons = Object.fromEntries(skipped.map(({ url, reason }) => [url, reason]));
    expect(reasons).toMatchObject({ "mailto:a@example.com": "scheme" });
    expect(Object.entries(reasons).find(([url]) => url.startsWith("https://skip."))?.[1]).toBe("skip_list");
    expect(Object.entries(reasons).find(([url]) => url.startsWith("{{"))?.[1]).toBe("merge_tag");
  });
});

test("campaign parameters go into the destinations, and an Idempotency-Key makes one answer of two calls", async () => {
  const input = {
    content: "See https://example.com/a?utm_source=own and https://example.com/b.",
    format: "text",
    utm: { source: "mail", campaign: "Frühling & mehr" },
  };
  const headers = { "Idempotency-Key": "one-mail" };
  const [first, second] = [
    await client.post<RewriteResult>("/api/v1/rewrite", input, headers),
    await client.post<RewriteResult>("/api/v1/rewrite", input, headers),
  ];
  expect(second.body).toEqual(first.body);
  expect(first.body.links.map(({ url }) => url)).toEqual([
    "https://example.com/a?utm_source=own&utm_campaign=Fr%C3%BChling%20%26%20mehr",
    "https://example.com/b?utm_source=mail&utm_campaign=Fr%C3%BChling%20%26%20mehr",
  ]);
});
