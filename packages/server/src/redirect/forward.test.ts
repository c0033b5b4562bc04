import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { forwardablePath, isWebLocation, withPath, withQuery } from "./forward.ts";

describe("the visitor's parameters", () => {
  test.each([
    ["https://example.com/", "a=1", "https://example.com/?a=1"],
    ["https://example.com/?x=1", "a=1", "https://example.com/?x=1&a=1"],
    ["https://example.com/?", "a=1", "https://example.com/?a=1"],
    ["https://example.com/??", "a=1", "https://example.com/??&a=1"],
    ["https://example.com/?x&", "a=1", "https://example.com/?x&a=1"],
    ["https://example.com/p#part", "a=1", "https://example.com/p?a=1#part"],
    ["https://example.com/p#part?a=0", "a=1", "https://example.com/p?a=1#part?a=0"],
    // Its own go before, whatever they hold; in any spelling.
    ["https://example.com/?a=0", "a=1&b=2", "https://example.com/?a=0&b=2"],
    ["https://example.com/?%61=0", "a=1", "https://example.com/?%61=0"],
    ["https://example.com/?a", "a=1", "https://example.com/?a"],
    // In order, repeated ones each time.
    ["https://example.com/", "b=2&a=1&b=1&b=2", "https://example.com/?b=2&a=1&b=1&b=2"],
    ["https://example.com/", "qr=1", "https://example.com/"],
    ["https://example.com/", "qr=1&qr=2&a=1", "https://example.com/?qr=2&a=1"],
    [
      "https://example.com/",
      "a=x%26y%3Dz%23&b=%C3%BC+%2B",
      "https://example.com/?a=x%26y%3Dz%23&b=%C3%BC+%2B",
    ],
    ["https://example.com/", "", "https://example.com/"],
    // What is its own stays as it was written.
    ["https://example.com/?x=%20'~", "a=1", "https://example.com/?x=%20'~&a=1"],
  ])("%s with %j is %s", (location, query, expected) => {
    expect(withQuery(location, new URLSearchParams(query))).toBe(expected);
  });
});

describe("the rest of the path", () => {
  test.each([
    ["https://example.com/", "docs/a", "https://example.com/docs/a"],
    ["https://example.com/base", "docs/", "https://example.com/base/docs/"],
    ["https://example.com/base/", "a", "https://example.com/base/a"],
    ["https://example.com/base?x=1#part", "a", "https://example.com/base/a?x=1#part"],
    ["https://example.com/#/route", "a", "https://example.com/a#/route"],
    ["https://example.com/", "@me/a:b,c;d=e+f", "https://example.com/@me/a:b,c;d=e+f"],
    ["https://example.com/", "100%25/%C3%BC/%3F/%23/ü", "https://example.com/100%25/%C3%BC/%3F/%23/%C3%BC"],
    ["https://example.com/", "...", "https://example.com/..."],
    ["https://example.com/", "a..b", "https://example.com/a..b"],
    ["https://example.com/", "", "https://example.com/"],
  ])("%s with %j is %s", (location, path, expected) => {
    expect(withPath(location, forwardablePath(path) ?? "refused")).toBe(expected);
  });

  test.each([
    ...["..", ".", "../a", "a/..", "a/../b", "a/.", "%2e%2e", "%2E", ".%2e/x", "a/%2e%2e/b", "%252e%252e/a"],
    ...["..;", "..;x=1/a", ".;/a", "..%20", "%20../a", "/", "/a", "//evil.example", "a//b", "a//"],
    ...["%2fevil.example", "a%2F..%2Fb", "%252f", "%5c", "a%5C..", "\\evil.example", "a\\b", "%255c"],
    ...["%0d%0aLocation:x", "a%0a", "%00", "%7f", "%c2%85", "%", "%zz", "%ff", "%c0%ae%c0%ae", "\ud800"],
  ])("%j is refused", (path) => {
    expect(forwardablePath(path)).toBeNull();
  });
});

test("only http and https are the web", () => {
  expect(["https://a/", "http://a/"].map(isWebLocation)).toEqual([true, true]);
  expect(["myapp://a", "mailto:a@b", "httpsx://a", "intent://a", ""].some(isWebLocation)).toBe(false);
});

const nasty = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "..",
        ".",
        "/",
        "//",
        "\\",
        "%2e",
        "%2E%2e",
        "%2f",
        "%5c",
        "%252e",
        "@",
        ":",
        "?",
        "#",
        "&",
        "=",
      ),
      fc.constantFrom(
        "%0d%0a",
        "\r\n",
        "\t",
        "%00",
        "%23",
        "%3f",
        "%40",
        "evil.example",
        "https:",
        ";",
        "%c0%ae",
        "%",
      ),
      fc.string({ unit: "binary", maxLength: 3 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));
const destinations = fc
  .webUrl({ withQueryParameters: true, withFragments: true, validSchemes: ["http", "https"] })
  .filter((url) => URL.canParse(url))
  .map((url) => new URL(url).href);
const withLogin = fc.constantFrom(
  "https://user:pass@example.com:8443/base/dir?x=1&a=2#part",
  "http://[2001:db8::1]/b",
);
const runs = { numRuns: 3_000 };

describe("whatever a visitor sends", () => {
  test("the path only adds to the destination's own", () => {
    fc.assert(
      fc.property(fc.oneof(destinations, withLogin), nasty, (location, path) => {
        const clean = forwardablePath(path);
        if (clean === null) return;
        const before = new URL(location);
        const text = withPath(location, clean);
        const after = new URL(text);
        // What browsers and servers make of it is what we wrote.
        expect(after.href).toBe(text);
        expect(text).toMatch(/^[\x21-\x7e]+$/);
        expectSame(before, after, "search");
        const base = before.pathname.endsWith("/") ? before.pathname : `${before.pathname}/`;
        if (path !== "") expect(after.pathname.startsWith(base)).toBe(true);
        expect(decodeURIComponent(after.pathname.slice(base.length))).not.toMatch(
          /\\|(^|\/)\.{1,2}(\/|;|$)|\/\/|%2e|%2f/i,
        );
      }),
      runs,
    );
  });

  test("parameters only add to the destination's own", () => {
    fc.assert(
      fc.property(fc.oneof(destinations, withLogin), nasty, (location, query) => {
        const before = new URL(location);
        const text = withQuery(location, new URLSearchParams(query));
        const after = new URL(text);
        expect(after.href).toBe(text);
        expectSame(before, after, "pathname");
        const own = [...before.searchParams];
        const added = [...new URLSearchParams(query)].filter(
          ([name, value]) => !before.searchParams.has(name) && !(name === "qr" && value === "1"),
        );
        expect([...after.searchParams]).toEqual([...own, ...added]);
      }),
      runs,
    );
  });
});

function expectSame(before: URL, after: URL, ...more: ("search" | "pathname")[]): void {
  for (const part of ["protocol", "username", "password", "host", "port", "hash", ...more] as const)
    expect([part, after[part]]).toEqual([part, before[part]]);
}
