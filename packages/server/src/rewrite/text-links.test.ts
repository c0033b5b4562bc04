import { expect, test } from "bun:test";
import { findLinks } from "./find-links.ts";

const find = (content: string) =>
  findLinks(content, "text", { includeImages: true }).map((each) => content.slice(each.start, each.end));
const flags = (content: string) =>
  findLinks(content, "text", { includeImages: true }).map((each) =>
    each.isMergeTag ? "tag" : each.isGlued ? "glued" : "plain",
  );

test("http and https addresses end where the sentence around them goes on", () => {
  const found: Record<string, string[]> = {
    "See https://a.example/x. Or http://b.example!": ["https://a.example/x", "http://b.example"],
    "(https://a.example/x)": ["https://a.example/x"],
    "(see https://a.example/x_(y)).": ["https://a.example/x_(y)"],
    "<https://a.example/x>": ["https://a.example/x"],
    "\"https://a.example/x\", 'https://b.example/y'": ["https://a.example/x", "https://b.example/y"],
    "[https://a.example/x]": ["https://a.example/x"],
    "https://a.example/?a=1&b=2#c;": ["https://a.example/?a=1&b=2#c"],
    "HTTPS://A.EXAMPLE/X": ["HTTPS://A.EXAMPLE/X"],
    "https://bücher.example/ü\r\nhttps://b.example": ["https://bücher.example/ü", "https://b.example"],
    "😀 https://a.example/😀 x": ["https://a.example/😀"],
    "http://localhost:3000/a http://[::1]:80/b": ["http://localhost:3000/a", "http://[::1]:80/b"],
    "https://user:password@a.example/x": ["https://user:password@a.example/x"],
  };
  for (const [content, urls] of Object.entries(found))
    expect([content, find(content)]).toEqual([content, urls]);
});

test("nothing else is an address", () => {
  const content =
    "example.com www.example.com a@b.example mailto:a@b.example //a.example ftp://a.example https://";
  expect(find(content)).toEqual([]);
});

test("merge tags in or at an address make one piece with it", () => {
  const found: Record<string, string> = {
    "https://a.example/?id={{ user id }}&x=1 y": "https://a.example/?id={{ user id }}&x=1",
    "https://a.example/{{id}}. y": "https://a.example/{{id}}.",
    "https://a.example/?{% if x %}a{% endif %} y": "https://a.example/?{% if x %}a{% endif %}",
    "https://a.example/*|EMAIL|* y": "https://a.example/*|EMAIL|*",
    "https://a.example/?n=%%first name%% y": "https://a.example/?n=%%first name%%",
    "https://a.example/[[id]]/x y": "https://a.example/[[id]]/x",
    "https://a.example/<%= id %>/x y": "https://a.example/<%= id %>/x",
    [`https://a.example/${"$"}{id}/x y`]: `https://a.example/${"$"}{id}/x`,
    "{{ link 'https://a.example' }} y": "https://a.example' }}",
    "%%=Go('https://a.example')=%% y": "https://a.example')=%%",
  };
  for (const [content, whole] of Object.entries(found))
    expect([content, find(content), flags(content)]).toEqual([content, [whole], ["tag"]]);
  for (const content of [
    "Hi {{name}}, https://a.example {{x}}",
    "100%% https://a.example 50%%",
    "[ https://a.example ]",
  ])
    expect([content, find(content), flags(content)]).toEqual([content, ["https://a.example"], ["plain"]]);
});

test("an address that another would grow together with the text behind is marked", () => {
  expect(flags("https://a.example,b https://a.example/x,y https://a.example, b")).toEqual([
    "glued",
    "plain",
    "plain",
  ]);
  const long = `https://a.example/${"x".repeat(3_000)}`;
  expect([find(`${long} y`), flags(`${long} y`)]).toEqual([[long], ["glued"]]);
});
