import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { slugOf, splitUrl } from "./path.ts";

describe("path and query of a URL", () => {
  test.each([
    ["http://localhost:3000/slug", "/slug", ""],
    ["http://localhost:3000/slug?a=b", "/slug", "a=b"],
    ["http://localhost:3000/slug?a=b?c=d", "/slug", "a=b?c=d"],
    ["http://localhost:3000/slug?", "/slug", ""],
    ["http://localhost:3000/slug#part?no", "/slug", ""],
    ["http://localhost:3000/slug?a#part", "/slug", "a"],
    ["http://localhost:3000/", "/", ""],
    ["http://localhost:3000", "", ""],
    ["http://localhost:3000/slug?u=http://example.com/x", "/slug", "u=http://example.com/x"],
    ["http://localhost:3000//evil.com", "//evil.com", ""],
    ["/slug", "/slug", ""],
    ["/slug?a=b", "/slug", "a=b"],
    ["/slug?u=http://example.com/x", "/slug", "u=http://example.com/x"],
    ["/http://example.com/x", "/http://example.com/x", ""],
    ["/", "/", ""],
    ["//x", "//x", ""],
    ["", "", ""],
    ["*", "", ""],
    ["x:1", "", ""],
    ["http://", "", ""],
  ])("%j", (url, path, query) => {
    expect(splitUrl(url)).toEqual({ path, query });
  });

  test("are those of the standard, for any URL that it reads", () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (text) => {
        const url = new URL(text);
        expect(splitUrl(url.href)).toEqual({ path: url.pathname, query: url.search.slice(1) });
      }),
    );
  });

  test("are texts, whatever the URL", () => {
    const odd = fc.array(
      fc.constantFrom("/", "?", "#", ":", "//", "http://", "a", "%", "\\", "é", "\ud83d", " "),
    );
    fc.assert(
      fc.property(
        odd.map((parts) => parts.join("")),
        (url) => {
          const { path, query } = splitUrl(url);
          expect(path === "" || path.startsWith("/")).toBe(true);
          expect(path).not.toMatch(/[?#]/);
          expect(query).not.toContain("#");
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("the slug of a path", () => {
  test.each([
    ["/abc", "abc"],
    ["/A-b_9", "A-b_9"],
    ["/%61bc", "abc"],
    ["/ä", "ä"],
    ["/%C3%A4", "ä"],
    ["/a%CC%88", "ä"],
    ["/a\u0308", "ä"],
    ["/%E6%97%A5%E6%9C%AC", "日本"],
    ["/__proto__", "__proto__"],
  ])("%j names %j", (path, slug) => {
    expect(slugOf(path)).toBe(slug);
  });

  test.each([
    ...[
      "",
      "/",
      "//",
      "//x",
      "//evil.com",
      "/a/b",
      "/a/",
      "/%",
      "/%zz",
      "/%00",
      "/a%00",
      "/a%2Fb",
      "/%2F%2Fevil.com",
    ],
    ...[
      "/%0d%0aLocation:x",
      "/%ff",
      "/%C3",
      "/%C3%A4%C3",
      "/.",
      "/..",
      "/a.b",
      "/a b",
      "/a%20b",
      "/a+b",
      "/\\evil.com",
    ],
    ...[
      "/%5Cevil.com",
      "/a:b",
      "/a@b",
      "/a;b",
      "/a,b",
      "/<script>",
      "/%EF%BB%BFa",
      "/%E2%80%AEa",
      "/😀",
      "/\ud83d",
    ],
  ])("%j can be no link's", (path) => {
    expect(slugOf(path)).toBeNull();
  });

  test("an endless path can be no link's", () => {
    for (const part of ["a", "ä", "%C3%A4", "%61"])
      expect(slugOf(`/${part.repeat(3_000)}`) === null).toBe(true);
  });

  test("of the longest slug that a link can have is that slug, however it is written", () => {
    const longest = [
      "a".repeat(190),
      "日".repeat(190),
      "\u{20000}".repeat(190),
      "\u0958".repeat(190),
      "\ufb2c".repeat(190),
    ];
    for (const slug of longest) {
      const stored = slug.normalize("NFC");
      expect(slugOf(`/${encodeURIComponent(slug)}`)).toBe(stored);
      expect(slugOf(`/${slug}`)).toBe(stored);
    }
  });

  test("is a slug or null, whatever the path", () => {
    const parts = fc.constantFrom(
      "/",
      "%",
      "%2f",
      "%00",
      "%C3",
      "%A4",
      "a",
      "ä",
      "\u0308",
      ".",
      "\\",
      "\ud83d",
      "😀",
      "-",
    );
    const paths = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(parts).map((all) => `/${all.join("")}`),
    );
    fc.assert(
      fc.property(paths, (path) => {
        const slug = slugOf(path);
        if (slug !== null) expect(slug).toMatch(/^[\p{L}\p{M}\p{N}_-]+$/u);
        if (slug !== null) expect(slug.normalize("NFC")).toBe(slug);
      }),
      { numRuns: 1_000 },
    );
  });
});
