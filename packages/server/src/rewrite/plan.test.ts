import { expect, test } from "bun:test";
import { applyRewrite } from "./apply.ts";
import { findLinks } from "./find-links.ts";
import { hasMergeTag } from "./merge-tags.ts";
import { planRewrite, type RewriteRules, refusedTarget } from "./plan.ts";
import { withUtm } from "./utm.ts";

const html = (...urls: string[]) => urls.map((url) => `<a href="${url}">`).join("");
const plan = (content: string, rules: Partial<RewriteRules> = {}) =>
  planRewrite(findLinks(content, "html", { includeImages: false }), { skip: [], ownDomains: [], ...rules });
const urlsOf = (content: string, rules: Partial<RewriteRules> = {}) =>
  plan(content, rules).targets.map(({ url }) => url);
const reasonOf = (url: string, rules: Partial<RewriteRules> = {}) =>
  plan(html(url), rules).skipped.map(({ reason }) => reason)[0];

test("one destination is one target, wherever it stands and however its host is written", () => {
  const { targets, skipped } = plan(
    html("https://a.example", "https://b.example/x", "HTTPS://A.example/", "https://b.example/X"),
  );
  expect(targets.map(({ url, places }) => [url, places.length])).toEqual([
    ["https://a.example", 2],
    ["https://b.example/x", 1],
    ["https://b.example/X", 1],
  ]);
  expect(skipped).toEqual([]);
});

test("what is left alone is counted, with its reason", () => {
  const reasons: Record<string, string> = {
    "": "not_absolute",
    "#x": "not_absolute",
    "/path": "not_absolute",
    "//a.example/x": "not_absolute",
    "example.com": "not_absolute",
    "mailto:a@b.example": "scheme",
    "tel:+491234": "scheme",
    "JavaScript:void(0)": "scheme",
    "data:text/html,x": "scheme",
    "https:/a.example": "invalid",
    "https://": "invalid",
    "https://a.example:99999/": "invalid",
    "https://a.example/\u0001x": "invalid",
    [`https://a.example/${"x".repeat(9_000)}`]: "invalid",
    "{{url}}": "merge_tag",
    "https://a.example/{{id}}": "merge_tag",
    "mailto:{{mail}}": "merge_tag",
  };
  for (const [url, reason] of Object.entries(reasons))
    expect([url, reasonOf(`${url}`.replace(/^$/, " "))]).toEqual([url, reason as never]);
  expect(plan(html("#x", "tel:1", "#x")).skipped).toEqual([
    { url: "#x", reason: "not_absolute", count: 2 },
    { url: "tel:1", reason: "scheme", count: 1 },
  ]);
  expect(plan(html(`data:,${"x".repeat(9_000)}`)).skipped[0]?.url).toHaveLength(500);
});

test("merge tags of all systems are seen, percent-encoding is not taken for them", () => {
  const tags = [
    "{{x}}",
    "{{ x",
    "{%if%}",
    "{% x",
    "*|X|*",
    "%%x%%",
    "[[x]]",
    "<%=x%>",
    ["$", "{x}"].join(""),
  ];
  for (const tag of [...tags, "%7B%7Bx%7D%7D", "*%7CX%7C*"])
    expect([tag, hasMergeTag(`https://a.example/?x=${tag}`)]).toEqual([tag, true]);
  const plain = [
    "100%25%20off",
    "{%22a%22:1}",
    "%7B%22a%22:%7B%22b%22:1}}",
    "a%%20b",
    "[x]",
    "$x",
    "a*b|c",
    "{x}",
  ];
  for (const value of plain)
    expect([value, hasMergeTag(`https://a.example/?x=${value}`)]).toEqual([value, false]);
});

test("the skip list knows hosts with their subdomains, and beginnings of URLs", () => {
  const skip = ["Example.com", "bücher.example", "localhost:3000", "https://a.example/unsubscribe"];
  const listed = [
    ...[
      "https://example.com",
      "http://www.EXAMPLE.com./x",
      "https://example.com:8080/",
      "https://xn--bcher-kva.example",
    ],
    ...["http://localhost:3000/x", "https://a.example/unsubscribe?x=1", "HTTPS://A.example/unsubscribe/x"],
  ];
  for (const url of listed) expect([url, reasonOf(url, { skip })]).toEqual([url, "skip_list"]);
  const others = [
    ...["https://notexample.com", "https://example.com.evil.example", "https://com", "http://localhost:3001"],
    ...[
      "http://a.example/unsubscribe",
      "https://a.example/",
      "https://a.example/?https://a.example/unsubscribe",
    ],
  ];
  for (const url of others) expect([url, reasonOf(url, { skip })]).toEqual([url, undefined]);
});

test("what leads to a domain of short links is short already", () => {
  const ownDomains = ["go.example", "localhost:3000"];
  for (const url of ["https://go.example/x", "http://GO.example./x", "http://localhost:3000/x"])
    expect(reasonOf(url, { ownDomains })).toBe("own_domain");
  for (const url of ["https://www.go.example/x", "http://localhost/x"])
    expect(reasonOf(url, { ownDomains })).toBeUndefined();
});

test("UTM parameters are added to what is not there yet, and nothing else changes", () => {
  const utm = { source: "mail", campaign: "a b&c=ü" };
  const added = "utm_source=mail&utm_campaign=a%20b%26c%3D%C3%BC";
  const expected = {
    "https://a.example": `https://a.example?${added}`,
    "https://a.example/?": `https://a.example/?${added}`,
    "https://a.example/?a=%zz+b&": `https://a.example/?a=%zz+b&${added}`,
    "https://a.example/?a#b?c": `https://a.example/?a&${added}#b?c`,
    "https://a.example/#?utm_source=x": `https://a.example/?${added}#?utm_source=x`,
    "https://a.example/?UTM_Source=x": "https://a.example/?UTM_Source=x&utm_campaign=a%20b%26c%3D%C3%BC",
    "https://a.example/?utm_campaign&utm%5Fsource=": "https://a.example/?utm_campaign&utm%5Fsource=",
  };
  for (const [url, destination] of Object.entries(expected)) {
    expect(withUtm(url, utm)).toBe(destination);
    expect(withUtm(destination, utm)).toBe(destination);
    expect(withUtm(url, undefined)).toBe(url);
    expect(withUtm(url, { source: undefined })).toBe(url);
  }
  expect(
    urlsOf(html("https://a.example/?utm_source=mail", "https://a.example/"), { utm: { source: "mail" } }),
  ).toEqual(["https://a.example/?utm_source=mail"]);
  const long = `https://a.example/${"x".repeat(8_150)}`;
  expect([reasonOf(long), reasonOf(long, { utm })]).toEqual([undefined, "invalid"]);
});

test("a target without a short link stays, and is told of", () => {
  const content = html("https://a.example/?a&amp;b", "https://b.example", "https://a.example/?a&amp;b");
  const [a, b] = plan(content).targets;
  if (!a || !b) throw new Error("not found");
  expect(refusedTarget(a)).toEqual({ url: "https://a.example/?a&b", reason: "refused", count: 2 });
  expect(applyRewrite(content, [{ shortUrl: "https://go.example/x", places: b.places }])).toBe(
    html("https://a.example/?a&amp;b", "https://go.example/x", "https://a.example/?a&amp;b"),
  );
  expect(applyRewrite(content, [])).toBe(content);
});
