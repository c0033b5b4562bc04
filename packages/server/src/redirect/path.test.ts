import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { prefixesOf, readPath, splitUrl } from "./path.ts";

const slugOf = (path: string) => readPath(path)?.slug ?? null;

describe("host, path and query of a URL", () => {
  test.each([
    ["http://localhost:3000/slug", "localhost:3000", "/slug", ""],
    ["http://localhost:3000/slug?a=b", "localhost:3000", "/slug", "a=b"],
    ["http://localhost:3000/slug?a=b?c=d", "localhost:3000", "/slug", "a=b?c=d"],
    ["http://localhost:3000/slug?", "localhost:3000", "/slug", ""],
    ["http://localhost:3000/slug#part?no", "localhost:3000", "/slug", ""],
    ["http://localhost:3000/slug?a#part", "localhost:3000", "/slug", "a"],
    ["http://localhost:3000/", "localhost:3000", "/", ""],
    ["http://localhost:3000", "localhost:3000", "", ""],
    [
      "http://localhost:3000/slug?u=http://example.com/x",
      "localhost:3000",
      "/slug",
      "u=http://example.com/x",
    ],
    ["http://localhost:3000//evil.com", "localhost:3000", "//evil.com", ""],
    ["/slug", "", "/slug", ""],
    ["/slug?a=b", "", "/slug", "a=b"],
    ["/slug?u=http://example.com/x", "", "/slug", "u=http://example.com/x"],
    ["/http://example.com/x", "", "/http://example.com/x", ""],
    ["/", "", "/", ""],
    ["//x", "", "//x", ""],
    ["", "", "", ""],
    ["*", "*", "", ""],
    ["x:1", "x:1", "", ""],
    ["http://", "", "", ""],
  ])("%j", (url, host, path, query) => {
    expect(splitUrl(url)).toEqual({ host, path, query });
  });

  test("are those of the standard, for any URL that it reads", () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (text) => {
        const url = new URL(text);
        const { host, path, query } = splitUrl(url.href);
        expect([host, path, query]).toEqual([url.host, url.pathname, url.search.slice(1)]);
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
    ["/a/b", "a/b"],
    ["/a%2Fb", "a/b"],
    ["/a/", "a"],
    ["/%C3%A4/", "ä"],
    ["/a/b/", "a/b"],
    ["/a+", "a"],
    ["/a/b/+", "a/b"],
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
      "/%",
      "/%zz",
      "/%00",
      "/a%00",
      "/a%2F",
      "/a//b",
      "/a//",
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
      "/+",
      "/a++",
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
        if (slug !== null) expect(slug).toMatch(/^[\p{L}\p{M}\p{N}_-]+(\/[\p{L}\p{M}\p{N}_-]+)*$/u);
        if (slug !== null) expect(slug.normalize("NFC")).toBe(slug);
      }),
      { numRuns: 1_000 },
    );
  });
});

test("a + behind the path asks to see where it leads", () => {
  expect(readPath("/a+")).toEqual({ slug: "a", wantsPreview: true });
  expect(readPath("/a/b+")).toEqual({ slug: "a/b", wantsPreview: true });
  expect(readPath("/a%2B")).toBeNull();
  expect(readPath("/a")).toEqual({ slug: "a", wantsPreview: false });
});

describe("what a path may begin with", () => {
  test.each([
    ["/a", []],
    [
      "/a/b/c",
      [
        ["a/b", "c"],
        ["a", "b/c"],
      ],
    ],
    ["/a/b.html", [["a", "b.html"]]],
    ["/a/b%20c/", [["a", "b%20c/"]]],
    ["/a/b+", [["a", "b"]]],
    ["/%C3%A4/..x", [["ä", "..x"]]],
    ["/a//b", [["a", "/b"]]],
    ["//evil.com/x", []],
    ["/.x/a", []],
  ])("%j", (path, prefixes) => {
    expect(prefixesOf(path).map(({ slug, rest }) => [slug, rest])).toEqual(prefixes);
  });

  test("is looked for five times at most, however long the path is", () => {
    const prefixes = prefixesOf(`/${"a/".repeat(5_000)}`);
    expect(prefixes.map(({ slug }) => slug)).toEqual(["a/a/a/a/a", "a/a/a/a", "a/a/a", "a/a", "a"]);
  });

  test("and what follows make up the path again, whatever it is", () => {
    const parts = fc.constantFrom("/", "a", "ä", "%2f", "%", ".", "b", "//");
    fc.assert(
      fc.property(fc.array(parts), (all) => {
        const path = `/${all.join("")}`;
        for (const { slug, rest } of prefixesOf(path)) {
          expect(slug).not.toMatch(/^\/|\/$|^$/);
          expect(path.endsWith(`/${rest}`)).toBe(true);
        }
      }),
    );
  });
});
